import type { CandidateSet } from './candidate-set.ts';

/** What somebody wants to see of all candidates; every condition has to hold. */
export interface LineageFilter {
  /** Names; empty for all. */
  readonly outcomes: readonly string[];
  /** `proposer operator`, or the proposer alone; null for all. */
  readonly operator: string | null;
  readonly island: number | null;
  readonly least: number | null;
  readonly most: number | null;
  readonly text: string;
}

/** By place 1 for those that pass; null where nothing is asked for. */
export function filtered(
  set: CandidateSet,
  filter: LineageFilter,
  islands: number,
  /** Numbers whose summary holds the text; null while that is not known. */
  told: ReadonlySet<number> | null,
): Uint8Array | null {
  const { outcomes, operator, island, least, most } = filter;
  const text = filter.text.trim().toLowerCase();
  const isAll =
    outcomes.length === 0 && operator === null && island === null && least === null && most === null;
  if (isAll && text === '') return null;

  const outcomePasses = set.outcomes.map((name) => outcomes.length === 0 || outcomes.includes(name));
  const operatorPasses = set.operators.map(
    (name) => operator === null || name === operator || name.startsWith(`${operator} `),
  );
  const wanted = /^#?\d+$/.test(text) ? Number(text.replace('#', '')) : null;
  const operatorTold = set.operators.map((name) => text !== '' && name.toLowerCase().includes(text));
  const passes = new Uint8Array(set.count);
  for (let place = 0; place < set.count; place += 1) {
    const number = set.number[place]!;
    const score = set.score[place]!;
    if (!outcomePasses[set.outcome[place]!] || !operatorPasses[set.operator[place]!]) continue;
    if (island !== null && islands > 0 && number % islands !== island) continue;
    // A comparison with NaN never holds: who has no score is not within a range of scores.
    if (least !== null && !(score >= least)) continue;
    if (most !== null && !(score <= most)) continue;
    const isTold =
      text === '' || number === wanted || operatorTold[set.operator[place]!] || told?.has(number) === true;
    if (isTold) passes[place] = 1;
  }
  return passes;
}

/** The next place that passes after another one, going round; -1 where none does. */
export function nextMatch(matches: Uint8Array, from: number, by: 1 | -1): number {
  const { length } = matches;
  for (let step = 1; step <= length; step += 1) {
    const place = (((from + by * step) % length) + length) % length;
    if (matches[place] === 1) return place;
  }
  return -1;
}

export function countOf(matches: Uint8Array): number {
  return matches.reduce((sum, match) => sum + match, 0);
}
