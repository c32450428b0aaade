import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../kernel/candidate.ts';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Objective } from '../kernel/objective.ts';
import { createRandom } from '../kernel/random.ts';
import type { CoevolutionState } from './coevolution.ts';
import { createCoevolutionStrategy } from './coevolution.ts';
import { proposalOf } from './testing/proposal-of.ts';

const OBJECTIVE: Objective = {
  metric: 'comparators',
  slice: 'suite',
  direction: 'minimize',
  unit: '',
  target: null,
  required: null,
};

const ROLES = {
  solver: ['solver/**'],
  challenger: ['challenger/**'],
  challenges: 'hard',
  repetition: 'alike',
};

const candidate = (number: number, parents: readonly number[], size = 10): Candidate => ({
  number,
  tree: `tree ${number}`,
  parents,
  size,
  provenance: { proposer: 'mutation', operator: 'element-delete', summary: '' },
});

interface Reached {
  readonly parents: readonly number[];
  readonly score: number | null;
  readonly rates: readonly number[];
  readonly alike?: number;
  readonly decision?: DecisionKind;
}

function outcome(
  number: number,
  { parents, score, rates, alike = 0, decision = 'discard' }: Reached,
): ProposalOutcome {
  const scored = { candidate: candidate(number, parents), score, metrics: { hard: ratesOf(rates, alike) } };
  return { kind: 'decided', number, scored, decision, reason: null };
}

function ratesOf(rates: readonly number[], alike: number): { readonly [metric: string]: number } {
  return {
    ...Object.fromEntries(rates.map((rate, index) => [`challenge-${index}`, rate])),
    alike,
    work: 1e6,
  };
}

/** A game from a baseline of score 9 whose two challenges are mastered by nearly all. */
function play(options: JsonObject, outcomes: readonly ProposalOutcome[]): CoevolutionState {
  const strategy = createCoevolutionStrategy({ ...ROLES, ...options });
  const start = strategy.start(
    { candidate: candidate(0, []), score: 9, metrics: { hard: ratesOf([0.95, 0.95], 0) } },
    OBJECTIVE,
  );
  return outcomes.reduce<CoevolutionState>((state, each) => strategy.observe(state, each), start);
}

const at = ({ current }: CoevolutionState): number | undefined => current?.solver.candidate.number;

describe('turns', () => {
  test('the first of every round go to the solver, the others to the challenger', () => {
    const strategy = createCoevolutionStrategy({ ...ROLES, solverTurn: 3, challengerTurn: 2 });
    const state = play({ solverTurn: 3, challengerTurn: 2 }, []);
    const focused = Array.from({ length: 10 }, (_, index) => {
      const selection = proposalOf(strategy.select(state, index + 1, createRandom('any')));
      expect(selection.parents.map(({ number }) => number)).toEqual([0]);
      return selection.focus![0]!.replace('/**', '');
    });
    const round = ['solver', 'solver', 'solver', 'challenger', 'challenger'];
    expect(focused).toEqual([...round, ...round]);
  });

  test('without turns of its own the challenger never moves', () => {
    const strategy = createCoevolutionStrategy({ ...ROLES, challengerTurn: 0 });
    const state = play({ challengerTurn: 0 }, []);
    for (let number = 1; number < 200; number += 1)
      expect(proposalOf(strategy.select(state, number, createRandom('any'))).focus).toEqual(['solver/**']);
  });
});

describe('what challenges are worth', () => {
  // min(s, 1 - s) inside the band, nothing outside, the mean of both, less their likeness.
  test.each([
    [[0.5, 0.5], 0, 0.5],
    [[0.3, 0.8], 0, 0.25],
    [[0.4, 0.29], 0, 0.2],
    [[0.81, 0.6], 0, 0.2],
    [[1, 0], 0, 0],
    [[0.5, 0.5], 0.5, 0],
  ])('rates %j, likeness %f: %f', (rates, alike, expected) => {
    const strategy = createCoevolutionStrategy(ROLES);
    const state = strategy.start(
      { candidate: candidate(0, []), score: 9, metrics: { hard: ratesOf(rates, alike) } },
      OBJECTIVE,
    );
    expect(state.current!.worth).toBeCloseTo(expected, 12);
  });
});

describe('who moves', () => {
  const turns = { solverTurn: 2, challengerTurn: 2 };
  const rates = [0.95, 0.95];

  test('the solver to what is better or equal, not to what was refused unseen', () => {
    expect(at(play(turns, [outcome(1, { parents: [0], score: 8, rates, decision: 'keep' })]))).toBe(1);
    expect(at(play(turns, [outcome(1, { parents: [0], score: 9, rates })]))).toBe(1);
    expect(at(play(turns, [outcome(1, { parents: [0], score: 10, rates })]))).toBe(0);
    expect(at(play(turns, [outcome(1, { parents: [0], score: 8, rates })]))).toBe(0);
  });

  test('the challenger to what is worth more, whatever the score', () => {
    expect(at(play(turns, [outcome(3, { parents: [0], score: 9, rates: [0.5, 0.95] })]))).toBe(3);
    expect(at(play(turns, [outcome(3, { parents: [0], score: 9, rates: [0.9, 0.9] })]))).toBe(0);
  });

  test('as a control, the challenger to whatever the solver passes, and still never to what it fails', () => {
    const any = { ...turns, adopt: 'any' };
    const worthless = outcome(3, { parents: [0], score: 9, rates: [1, 1] });
    expect(at(play(turns, [worthless]))).toBe(0);
    expect(at(play(any, [worthless]))).toBe(3);
    expect(at(play(any, [outcome(3, { parents: [0], score: null, rates: [0.5, 0.5] })]))).toBe(0);
    expect(at(play(any, [outcome(3, { parents: [0], score: 9, rates: [] })]))).toBe(0);
    // The solver's own moves are none of it.
    expect(at(play(any, [outcome(1, { parents: [0], score: 10, rates })]))).toBe(0);
  });

  test('a proposal of before the other role moved does not count', () => {
    const moved = outcome(1, { parents: [0], score: 9, rates });
    const late = outcome(3, { parents: [0], score: 9, rates: [0.5, 0.5] });
    expect(at(play(turns, [moved, late]))).toBe(1);
    expect(at(play(turns, [moved, outcome(3, { parents: [1], score: 9, rates: [0.5, 0.5] })]))).toBe(3);
  });

  test('a proposal of the same role from where it just was still counts', () => {
    const moved = outcome(1, { parents: [0], score: 9, rates });
    expect(at(play(turns, [moved, outcome(2, { parents: [0], score: 8, rates, decision: 'keep' })]))).toBe(2);
  });

  test('challenges that refute a solver nobody vouches for send both back to one that was kept', () => {
    const kept = outcome(1, { parents: [0], score: 8, rates, decision: 'keep' });
    const drifted = outcome(2, { parents: [1], score: 8, rates });
    const refuted = outcome(3, { parents: [2], score: null, rates: [0.5, 0.5] });
    expect(at(play(turns, [kept, drifted]))).toBe(2);
    expect(at(play(turns, [kept, drifted, refuted]))).toBe(1);
  });

  test('a kept solver stays vouched for when its challenges change', () => {
    const kept = outcome(1, { parents: [0], score: 8, rates, decision: 'keep' });
    const harder = outcome(3, { parents: [1], score: 8, rates: [0.5, 0.5] });
    const drifted = outcome(5, { parents: [3], score: 8, rates: [0.5, 0.5] });
    const refuted = outcome(7, { parents: [5], score: null, rates: [0.5, 0.4] });
    expect(at(play(turns, [kept, harder, drifted]))).toBe(5);
    expect(at(play(turns, [kept, harder, drifted, refuted]))).toBe(3);
  });

  test('one that is judged again is no longer believed', () => {
    const claimed = outcome(1, { parents: [0], score: 8, rates, decision: 'keep' });
    expect(at(play(turns, [claimed, outcome(1, { parents: [0], score: null, rates })]))).toBe(undefined);
  });
});

describe('bad input', () => {
  test.each<[JsonObject, string]>([
    [{ band: [-0.1, 0.8] }, 'band'],
    [{ band: [0.3, 1.2] }, 'band'],
    [{ band: [0.8, 0.3] }, 'band'],
    [{ solver: [] }, 'solver'],
    [{ solverTurn: 0 }, 'solverTurn'],
    [{ challenges: '' }, 'challenges'],
  ])('%j is refused, naming the field', (options, field) => {
    const make = (): unknown => createCoevolutionStrategy({ ...ROLES, ...options });
    expect(make).toThrow(/^FULCRUM_E_TASK_INVALID/);
    expect(make).toThrow(`strategy.options.${field}`);
  });

  test('a task that shows no rates is refused, with what it shows', () => {
    const strategy = createCoevolutionStrategy(ROLES);
    const start = (hard: { readonly [metric: string]: number }) => (): unknown =>
      strategy.start({ candidate: candidate(0, []), score: 9, metrics: { hard, suite: {} } }, OBJECTIVE);
    expect(start({})).toThrow(/FULCRUM_E_TASK_INVALID.*slices with metrics: hard, suite/);
    expect(start({ 'challenge-0': 1.5 })).toThrow(/FULCRUM_E_TASK_INVALID/);
    expect(start({ 'challenge-0': 0.5 })).not.toThrow();
  });
});

test('is pure, selects what it has seen, and keeps a bounded state of plain data', () => {
  const reached = fc.record({
    score: fc.option(fc.integer({ min: 0, max: 12 })),
    rates: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
    decision: fc.constantFrom<DecisionKind>('keep', 'discard', 'crash'),
  });
  fc.assert(
    fc.property(fc.array(reached, { maxLength: 150 }), fc.integer({ min: 0, max: 6 }), (games, pipeline) => {
      const strategy = createCoevolutionStrategy({ ...ROLES, solverTurn: 5, challengerTurn: 3 });
      let state = play({}, []);
      const pending: ProposalOutcome[] = [];
      for (const [index, game] of games.entries()) {
        const number = index + 1;
        const { parents } = proposalOf(strategy.select(state, number, createRandom('any')));
        expect(parents[0]!.number).toBeLessThan(Math.max(1, number - pipeline));
        pending.push(outcome(number, { ...game, parents: parents.map((parent) => parent.number) }));
        if (pending.length <= pipeline) continue;
        const next = pending.shift()!;
        const before = JSON.stringify(state);
        const after = strategy.observe(state, next);
        expect(strategy.observe(state, next)).toEqual(after);
        expect(JSON.stringify(state)).toBe(before);
        expect(JSON.parse(JSON.stringify(after)) as Json).toEqual(after);
        state = after;
      }
      expect(JSON.stringify(state).length).toBeLessThan(2500);
    }),
    { numRuns: 60 },
  );
});
