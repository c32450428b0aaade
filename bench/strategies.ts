/**
 * What a strategy costs an iteration: select and observe together, in the last 2,000 of so many outcomes of a made-up
 * search, with every kind at its defaults and an archive that is full. The aim is less than 1 ms each. Strategies are
 * pure, so each call is made three times and the quickest counts: what a busy neighbour or a collection of garbage adds
 * to one of them is not the strategy's.
 * `node bench/strategies.ts [outcomes] [kind...]`, by default 100,000 with every kind.
 */
import type { Candidate } from '../src/kernel/candidate.ts';
import type { ProposalOutcome, Scored, Strategy } from '../src/kernel/contracts/strategy.ts';
import type { Json, JsonObject } from '../src/kernel/json.ts';
import type { Objective } from '../src/kernel/objective.ts';
import type { Random } from '../src/kernel/random.ts';
import { createRandom } from '../src/kernel/random.ts';
import { createStrategy, KINDS } from '../src/strategies/index.ts';
import { numberArgument } from './number-argument.ts';
import { median, percentile } from './statistics.ts';

const LIMIT = 1;
const WINDOW = 2000;
const PIPELINE = 4;
const REPEATS = 3;
const INSTANCES = 20;
const OBJECTIVE: Objective = {
  metric: 'excess',
  slice: 'visible',
  direction: 'minimize',
  unit: '%',
  target: null,
  required: null,
};

/** Options of the kinds that have none to start from. */
const NECESSARY: { readonly [kind: string]: JsonObject } = {
  coevolution: { solver: ['solver.ts'], challenger: ['challenger.ts'], challenges: 'rates' },
  'self-play': { valid: { slice: 'rates', metric: 'hard' } },
};

const outcomes = numberArgument(1, 100_000, '[outcomes] [kind...]');
const kinds = process.argv.length > 3 ? process.argv.slice(3) : KINDS;

console.log(`milliseconds of select + observe at ${outcomes} outcomes, the limit being ${LIMIT}`);
console.log('kind             median      p99   p99 : limit   state in KiB');
for (const kind of kinds) console.log(measure(kind));

function measure(kind: string): string {
  const strategy = createStrategy({ kind, options: NECESSARY[kind] ?? {} });
  const random = createRandom(`bench ${kind}`);
  const scores = new Map<number, number>([[0, 100]]);
  const pending: ProposalOutcome[] = [];
  const times: number[] = [];
  let best = 100;
  let state: Json = strategy.start(scored(0, [], 100, random), OBJECTIVE);
  for (let number = 1; number <= outcomes; number += 1) {
    const repeats = number > outcomes - WINDOW ? REPEATS : 1;
    const before = state;
    const selected = quickest(() => strategy.select(before, number, createRandom(`turn ${number}`)), repeats);
    const outcome = answer(selected.result, number, scores, best, random);
    if (outcome.kind === 'decided' && outcome.decision === 'keep') best = outcome.scored.score!;
    pending.push(outcome);
    if (pending.length < PIPELINE) continue;
    const seen = pending.shift()!;
    const observed = quickest(() => strategy.observe(before, seen), repeats);
    state = observed.result;
    if (repeats > 1) times.push(selected.milliseconds + observed.milliseconds);
  }
  const [middle, high] = [median(times), percentile(times, 0.99)];
  const kibibytes = JSON.stringify(state).length / 1024;
  const figures = [middle.toFixed(4).padStart(8), high.toFixed(4).padStart(8)];
  return `${kind.padEnd(15)} ${figures.join(' ')} ${(high / LIMIT).toFixed(3).padStart(13)} ${kibibytes.toFixed(0).padStart(14)}`;
}

function quickest<Result>(call: () => Result, repeats: number): { result: Result; milliseconds: number } {
  let milliseconds = Infinity;
  let result: Result;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const started = performance.now();
    result = call();
    milliseconds = Math.min(milliseconds, performance.now() - started);
  }
  return { result: result!, milliseconds };
}

/** Scores drift down from the parent's, one in five fails, one in ten is refused. */
function answer(
  selection: ReturnType<Strategy['select']>,
  number: number,
  scores: Map<number, number>,
  best: number,
  random: Random,
): ProposalOutcome {
  if (selection.kind === 'measure') {
    const around = scores.get(selection.candidate.number) ?? 100;
    const again = scored(selection.candidate.number, selection.candidate.parents, around, random);
    return { kind: 'measured', number, scored: again };
  }
  const parents = selection.parents.map((parent) => parent.number);
  if (random.chance(0.1))
    return { kind: 'refused', number, provenance: null, refusal: 'duplicate', detail: 'equal', parents };
  const origin = scores.get(parents[0]!) ?? 100;
  const score = random.chance(0.2) ? null : origin * (1 + 0.01 * random.normal());
  if (score !== null) scores.set(number, score);
  const decision = score === null ? 'crash' : score < best ? 'keep' : 'discard';
  return { kind: 'decided', number, scored: scored(number, parents, score, random), decision, reason: null };
}

function scored(number: number, parents: readonly number[], score: number | null, random: Random): Scored {
  const candidate: Candidate = {
    number,
    tree: number.toString(16).padStart(64, '0'),
    parents,
    provenance: {
      proposer: 'mutation',
      operator: 'constant-jitter',
      summary: `value ${number} → ${number + 1}`,
    },
    size: 200 + random.below(400),
  };
  if (score === null) return { candidate, score, metrics: {} };
  const instances = Array.from(
    { length: INSTANCES },
    (_, index) => [`excess/${index}`, score + random.normal()] as const,
  );
  const rates = { easy: 0.9, fair: random.next(), hard: random.below(2) };
  return {
    candidate,
    score,
    metrics: { visible: { excess: score, ...Object.fromEntries(instances) }, rates },
  };
}
