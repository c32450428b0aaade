import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../kernel/candidate.ts';
import type { ProposalOutcome, Selection } from '../kernel/contracts/strategy.ts';
import type { Json } from '../kernel/json.ts';
import { gain, type Objective } from '../kernel/objective.ts';
import { createRandom } from '../kernel/random.ts';
import type { EvolveState } from './evolve.ts';
import { createStrategy } from './index.ts';
import { proposalOf } from './testing/proposal-of.ts';

const objective = (direction: Objective['direction']): Objective => ({
  metric: 'excess',
  slice: 'visible',
  direction,
  unit: '',
  target: null,
  required: null,
});

const candidate = (number: number, parents: readonly number[], size = 10): Candidate => ({
  number,
  tree: `tree ${number}`,
  parents,
  size,
  provenance: { proposer: 'mutation', operator: 'negate', summary: 'a → -a' },
});

interface Step {
  readonly number: number;
  readonly selection: Selection;
  readonly state: Json;
}

interface Simulation {
  readonly steps: readonly Step[];
  /** Of those that passed. */
  readonly scores: ReadonlyMap<number, number>;
}

/** A run over a made-up landscape: scores drift from the parent's, some proposals are refused, some crash. */
function simulate(
  kind: string,
  options: Record<string, Json>,
  seed: string,
  length: number,
  pipeline: number,
): Simulation {
  const strategy = createStrategy({ kind, options });
  const random = createRandom(seed);
  const direction = random.chance(0.5) ? 'minimize' : 'maximize';
  let state = strategy.start({ candidate: candidate(0, []), score: 100, metrics: {} }, objective(direction));
  const scores = new Map<number, number>([[0, 100]]);
  const pending: ProposalOutcome[] = [];
  const steps: Step[] = [];
  for (let number = 1; number <= length; number += 1) {
    freeze(state);
    const selection = strategy.select(state, number, createRandom(`${seed} ${number}`));
    expect(strategy.select(state, number, createRandom(`${seed} ${number}`))).toEqual(selection);
    steps.push({ number, selection, state });
    if (selection.kind === 'measure') {
      const measured = selection.candidate;
      const score = Math.round((scores.get(measured.number) ?? 100) + random.normal() * 3);
      pending.push({ kind: 'measured', number, scored: { candidate: measured, score, metrics: {} } });
    } else if (random.chance(0.1))
      pending.push({ kind: 'refused', number, provenance: null, refusal: 'duplicate', detail: '' });
    else {
      const parents = selection.parents.map((parent) => parent.number);
      const origin = scores.get(parents[0]!) ?? 100;
      const score = random.chance(0.2) ? null : Math.round(origin + random.normal() * 3);
      const scored = { candidate: candidate(number, parents, 1 + random.below(20)), score, metrics: {} };
      if (score !== null) scores.set(number, score);
      const best = Math.max(...[...scores.values()].map((known) => gain({ direction }, known, 0)));
      const isBest = score !== null && gain({ direction }, score, 0) >= best;
      const decision = score === null ? 'crash' : isBest && random.chance(0.7) ? 'keep' : 'discard';
      pending.push({ kind: 'decided', number, scored, decision, reason: null });
    }
    if (pending.length <= pipeline) continue;
    const outcome = pending.shift()!;
    const next = strategy.observe(state, outcome);
    expect(strategy.observe(state, outcome)).toEqual(next);
    state = next;
  }
  return { steps, scores };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

const KINDS: readonly (readonly [string, Record<string, Json>])[] = [
  ['random', {}],
  ['random', { intent: 'vary' }],
  ['greedy', { patience: 10, starts: 3 }],
  ['greedy', { patience: 10, restart: 'best' }],
  ['greedy', { patience: 10, restart: 'baseline', dropRefused: false }],
  ['evolve', { initial: 10, migrateEvery: 7, islandSize: 5 }],
  ['evolve', { initial: 0, islands: 1, sameScore: 3, dropRefused: false }],
  ['archive', { size: 40 }],
  ['archive', { size: 40, keep: 'better' }],
  ['hyperagents', { size: 40 }],
  ['pareto', { size: 40 }],
  ['clade', { size: 40 }],
  ['sica', { size: 40 }],
  ['sica', { size: 40, repeats: 3 }],
  ['sequential', {}],
  ['sequential', { chains: 3, length: 20, context: 2 }],
  ['ralph', {}],
  ['ralph', { from: 'last' }],
  ['autoresearch', {}],
  ['islands', { islands: 3, clusters: 5, resetEvery: 30, crossover: 0.5 }],
  ['map-elites', { islands: 3, migrateEvery: 5, crossover: 0.5 }],
  ['map-elites', { dimensions: [{ of: 'score' }, { of: 'size', bins: 3 }], dropRefused: false }],
  ['bandit-novelty', { size: 10, stagnation: 20, maximumIslands: 3 }],
  ['tree', { size: 20 }],
  ['tree', { size: 20, stages: 'ai-scientist', dropRefused: false }],
];

const kinds = fc.constantFrom(...KINDS);

describe('every strategy', () => {
  test('is pure, and selects only the baseline and candidates whose outcome it has seen, failed ones for repair alone', () => {
    fc.assert(
      fc.property(kinds, fc.string(), fc.integer({ min: 0, max: 9 }), ([kind, options], seed, pipeline) => {
        const { steps, scores } = simulate(kind, options, seed, 120, pipeline);
        for (const { number, selection } of steps) {
          const chosen = selection.kind === 'measure' ? [selection.candidate] : selection.parents;
          expect(chosen.length).toBeGreaterThan(0);
          expect(new Set(chosen.map((parent) => parent.number)).size).toBe(chosen.length);
          for (const parent of chosen) expect(parent.number).toBeLessThan(Math.max(1, number - pipeline));
          const mayFail = selection.kind === 'propose' && selection.intent === 'repair';
          if (!mayFail) for (const parent of chosen) expect(scores.has(parent.number)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('keeps a state of plain data whose size does not grow with the run', () => {
    for (const [kind, options] of KINDS) {
      const { steps } = simulate(kind, options, 'bounded', 1200, 4);
      expect(JSON.parse(JSON.stringify(steps.at(-1)!.state))).toEqual(steps.at(-1)!.state);
      // The largest of many: a restart makes a state small for a while.
      const largest = (from: number): number =>
        Math.max(...steps.slice(from, from + 200).map(({ state }) => JSON.stringify(state).length));
      expect(largest(1000), kind).toBeLessThan(1.5 * largest(400) + 200);
    }
  });

  test.each([
    ['evolve', { islands: 0 }, 'islands'],
    ['greedy', { patience: 'long' }, 'patience'],
    ['random', { select: true }, 'select'],
  ])('%s refuses the options %o, naming the field', (kind, options, field) => {
    expect(() => createStrategy({ kind, options })).toThrow(/^FULCRUM_E_TASK_INVALID/);
    expect(() => createStrategy({ kind, options })).toThrow(field);
  });

  test('an unknown kind is refused with those there are', () => {
    expect(() => createStrategy({ kind: 'oracle', options: {} })).toThrow(
      /^FULCRUM_E_TASK_INVALID.*adas, archive, .*tree/,
    );
  });
});

describe('random', () => {
  test('selects nothing: always the baseline', () => {
    for (const { selection } of simulate('random', {}, 'control', 200, 2).steps) {
      expect(proposalOf(selection).parents.map((parent) => parent.number)).toEqual([0]);
      expect(proposalOf(selection).intent).toBe('start');
    }
  });
});

describe('evolve', () => {
  const members = (state: Json): number[][] =>
    (state as unknown as EvolveState).islands.map((island) =>
      island.map((member) => member.candidate.number),
    );

  test('every island stays alive and is visited', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { steps } = simulate('evolve', { islands: 3, initial: 20 }, seed, 200, 4);
        for (const { state } of steps)
          for (const island of members(state)) expect(island.length).toBeGreaterThan(0);
        for (const island of members(steps.at(-1)!.state))
          expect(island.some((number) => number > 20)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('the first proposals are starts, later ones vary members', () => {
    const { steps } = simulate('evolve', { initial: 30, fresh: 0 }, 'phases', 60, 4);
    expect(steps.map(({ selection }) => proposalOf(selection).intent)).toEqual([
      ...Array(30).fill('start'),
      ...Array(30).fill('vary'),
    ]);
  });

  test('a full island drops its worst, and less code wins ties', () => {
    const strategy = createStrategy({ kind: 'evolve', options: { islands: 1, islandSize: 2, sameScore: 1 } });
    let state = strategy.start(
      { candidate: candidate(0, [], 50), score: 9, metrics: {} },
      objective('minimize'),
    );
    state = strategy.observe(state, outcomeOf(1, 7, 'keep', 40));
    state = strategy.observe(state, outcomeOf(2, 8, 'discard', 40));
    expect(members(state)).toEqual([[1, 2]]);
    state = strategy.observe(state, outcomeOf(3, 7, 'keep', 30));
    expect(members(state)).toEqual([[3, 2]]);
    state = strategy.observe(state, outcomeOf(4, 7, 'discard', 60));
    expect(members(state)).toEqual([[3, 2]]);
  });

  test('the best of each island is copied to the next one', () => {
    const strategy = createStrategy({ kind: 'evolve', options: { islands: 2, migrateEvery: 2 } });
    let state = strategy.start({ candidate: candidate(0, []), score: 9, metrics: {} }, objective('minimize'));
    state = strategy.observe(state, outcomeOf(1, 5, 'keep'));
    expect(members(state)).toEqual([[0], [1, 0]]);
    state = strategy.observe(state, outcomeOf(2, 6, 'discard'));
    expect(members(state)).toEqual([
      [1, 2, 0],
      [1, 2, 0],
    ]);
  });

  test.each([
    [true, [0]],
    [false, [1, 0]],
  ])(
    'with dropRefused %s, one that won in sight and was discarded leaves members %o',
    (dropRefused, expected) => {
      const strategy = createStrategy({ kind: 'evolve', options: { islands: 1, dropRefused } });
      const state = strategy.start(
        { candidate: candidate(0, []), score: 9, metrics: {} },
        objective('minimize'),
      );
      expect(members(strategy.observe(state, outcomeOf(1, 5, 'discard')))).toEqual([expected]);
    },
  );
});

describe('greedy', () => {
  const at = (strategy: ReturnType<typeof createStrategy>, state: Json): number[] =>
    proposalOf(strategy.select(state, 99, createRandom('any'))).parents.map((parent) => parent.number);

  test('moves to what is better, sideways to what is equal and no larger, never down', () => {
    const strategy = createStrategy({ kind: 'greedy', options: {} });
    let state = strategy.start({ candidate: candidate(0, []), score: 9, metrics: {} }, objective('minimize'));
    const path = [
      [outcomeOf(1, 7, 'keep', 10, [0]), 1],
      [outcomeOf(2, 8, 'discard', 10, [1]), 1],
      [outcomeOf(3, 7, 'discard', 11, [1]), 1],
      [outcomeOf(4, 7, 'discard', 10, [1]), 4],
      [outcomeOf(5, null, 'crash', 10, [4]), 4],
      [outcomeOf(6, 1, 'discard', 10, [4]), 4],
    ] as const;
    for (const [outcome, expected] of path) {
      state = strategy.observe(state, outcome);
      expect(at(strategy, state)).toEqual([expected]);
    }
  });

  test('begins again after its patience; late news of the old climb does not end the new one', () => {
    const strategy = createStrategy({ kind: 'greedy', options: { patience: 2, starts: 2 } });
    let state = strategy.start({ candidate: candidate(0, []), score: 9, metrics: {} }, objective('minimize'));
    state = strategy.observe(state, outcomeOf(1, 5, 'keep', 10, [0]));
    state = strategy.observe(state, outcomeOf(2, 8, 'discard', 10, [1]));
    state = strategy.observe(state, outcomeOf(3, 8, 'discard', 10, [1]));
    expect(proposalOf(strategy.select(state, 4, createRandom('any'))).intent).toBe('start');
    state = strategy.observe(state, outcomeOf(4, 20, 'discard', 10, [0]));
    state = strategy.observe(state, outcomeOf(5, 5, 'discard', 10, [1]));
    expect(strategy.select(state, 6, createRandom('any'))).toMatchObject({
      intent: 'vary',
      parents: [{ number: 4 }],
    });
    state = strategy.observe(state, outcomeOf(6, 4, 'keep', 10, [1]));
    expect(at(strategy, state)).toEqual([6]);
  });
});

function outcomeOf(
  number: number,
  score: number | null,
  decision: 'keep' | 'discard' | 'crash',
  size = 10,
  parents: readonly number[] = [0],
): ProposalOutcome {
  return {
    kind: 'decided',
    number,
    scored: { candidate: candidate(number, parents, size), score, metrics: {} },
    decision,
    reason: null,
  };
}

describe('a candidate that is judged again', () => {
  const outcome = (number: number, score: number | null, parents: readonly number[]): ProposalOutcome => ({
    kind: 'decided',
    number,
    scored: { candidate: candidate(number, parents), score, metrics: {} },
    decision: 'discard',
    reason: null,
  });

  test.each(['greedy', 'evolve', 'islands', 'map-elites', 'bandit-novelty'])(
    'is no longer selected by %s for what its screening claimed',
    (kind) => {
      const options: Record<string, Json> = { dropRefused: false };
      if (kind === 'evolve') Object.assign(options, { initial: 0, fresh: 0, crossover: 0, islands: 1 });
      const strategy = createStrategy({ kind, options });
      const chosen = (state: Json): readonly number[] =>
        Array.from({ length: 20 }, (_, draw) => {
          return proposalOf(strategy.select(state, 10 + draw, createRandom(`draw ${draw}`))).parents[0]!
            .number;
        });
      const start = strategy.start(
        { candidate: candidate(0, []), score: 100, metrics: {} },
        objective('minimize'),
      );
      const believed = strategy.observe(start, outcome(1, 1, [0]));
      expect(chosen(believed)).toContain(1);
      const corrected = strategy.observe(believed, outcome(1, null, [0]));
      expect(chosen(corrected)).not.toContain(1);
    },
  );
});
