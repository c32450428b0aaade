import { HOST, SIZES, type Trace } from './trace.ts';

/**
 * Scores of a rule: `scores[size][state]` where a host's state is free cores times 33 plus free memory. Only states with
 * room for the size are read.
 */
export type ScoreTable = readonly Float64Array[];

export function hostState(freeCores: number, freeMemory: number): number {
  return freeCores * (HOST.memory + 1) + freeMemory;
}

export const HOST_STATES = hostState(HOST.cores, HOST.memory) + 1;
const EMPTY = HOST_STATES - 1;

export interface Placement {
  /** Hours that hosts with a machine on them were running, all hosts together. */
  readonly hostHours: number;
  /** The same if machines could be cut up and moved at will: no placement needs fewer. */
  readonly leastHostHours: number;
}

/**
 * Places the machines of a trace one by one. A machine goes to the host with the highest score among the running ones
 * with room and one that is empty; the earliest wins ties, an empty one last. Hosts without a machine are switched off
 * and there is no end of them. Time is counted up to the last arrival.
 */
export function place(trace: Trace, table: ScoreTable): Placement {
  const states: number[] = [];
  const departures: Departure[] = [];
  const totals = { running: 0, cores: 0, memory: 0 };
  let hostHours = 0;
  let leastHostHours = 0;
  let now = 0;
  const advance = (until: number): void => {
    hostHours += totals.running * (until - now);
    leastHostHours += leastHosts(totals) * (until - now);
    now = until;
  };
  const change = (host: number, size: number, sign: 1 | -1): void => {
    const { cores, memory } = SIZES[size]!;
    const before = states[host] ?? EMPTY;
    const after = before - sign * hostState(cores, memory);
    totals.running += Number(after !== EMPTY) - Number(before !== EMPTY);
    totals.cores += sign * cores;
    totals.memory += sign * memory;
    states[host] = after;
  };
  const depart = (before: number): void => {
    while (departures.length > 0 && departures.at(-1)!.at <= before) {
      const { host, size, at } = departures.pop()!;
      advance(at);
      change(host, size, -1);
    }
  };
  for (const { size, from, until } of trace) {
    depart(from);
    advance(from);
    const host = chooseHost(states, size, table[size]!);
    change(host, size, 1);
    insert(departures, { host, size, at: until });
  }
  return { hostHours, leastHostHours };
}

interface Departure {
  readonly host: number;
  readonly size: number;
  readonly at: number;
}

function leastHosts({ cores, memory }: { readonly cores: number; readonly memory: number }): number {
  return Math.max(Math.ceil(cores / HOST.cores), Math.ceil(memory / HOST.memory));
}

/** The running host with the highest score, or the first empty one when its score is higher than all of them. */
function chooseHost(states: readonly number[], size: number, scores: Float64Array): number {
  const { cores, memory } = SIZES[size]!;
  let best = -1;
  let bestScore = -Infinity;
  let empty = -1;
  for (let host = 0; host < states.length; host += 1) {
    const state = states[host]!;
    if (state === EMPTY) {
      if (empty === -1) empty = host;
      continue;
    }
    const freeMemory = state % (HOST.memory + 1);
    const freeCores = (state - freeMemory) / (HOST.memory + 1);
    if (freeCores < cores || freeMemory < memory) continue;
    const score = scores[state]!;
    if (best === -1 || score > bestScore) {
      best = host;
      bestScore = score;
    }
  }
  if (best !== -1 && bestScore >= scores[EMPTY]!) return best;
  return empty === -1 ? states.length : empty;
}

/** Keeps departures sorted, the next one last. */
function insert(departures: Departure[], departure: Departure): void {
  let low = 0;
  let high = departures.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (departures[middle]!.at > departure.at) low = middle + 1;
    else high = middle;
  }
  departures.splice(low, 0, departure);
}

/** Host hours beyond the bound, in per cent, over all traces together. */
export function excess(traces: readonly Trace[], table: ScoreTable): number {
  const placements = traces.map((trace) => place(trace, table));
  const hours = placements.reduce((sum, { hostHours }) => sum + hostHours, 0);
  const least = placements.reduce((sum, { leastHostHours }) => sum + leastHostHours, 0);
  return (hours / least - 1) * 100;
}
