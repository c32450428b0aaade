import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../kernel/candidate.ts';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Objective } from '../kernel/objective.ts';
import { createRandom } from '../kernel/random.ts';
import type { SelfPlayState } from './self-play.ts';
import { createSelfPlayStrategy, injectorReward } from './self-play.ts';
import { proposalOf } from './testing/proposal-of.ts';

const OBJECTIVE: Objective = {
  metric: 'failed',
  slice: 'tests',
  direction: 'minimize',
  unit: '',
  target: null,
  required: null,
};
const VALID = { slice: 'tests', metric: 'valid' };

const strategyWith = (options: JsonObject = {}) => createSelfPlayStrategy({ valid: VALID, ...options });

function candidate(number: number, parent: number | null): Candidate {
  const provenance = { proposer: 'scripted', operator: 'none', summary: '' };
  return { number, tree: `tree ${number}`, parents: parent === null ? [] : [parent], size: 10, provenance };
}

/** A candidate of a scripted proposer, as the oracle found it. */
function decided(number: number, parent: number, failed: number | null, valid: number): ProposalOutcome {
  const metrics = failed === null ? {} : { tests: { failed, valid } };
  const scored = { candidate: candidate(number, parent), score: failed, metrics };
  return { kind: 'decided', number, scored, decision: 'discard', reason: null };
}

function duplicate(number: number, parent: number, duplicateOf: number): ProposalOutcome {
  const refused = { kind: 'refused', refusal: 'duplicate', provenance: null, detail: '' } as const;
  return { ...refused, number, parents: [parent], duplicateOf };
}

type Outcome = ProposalOutcome | ((state: SelfPlayState) => ProposalOutcome);

function play(options: JsonObject, outcomes: readonly Outcome[]): SelfPlayState {
  const strategy = strategyWith(options);
  const start = strategy.start({ candidate: candidate(0, null), score: 0, metrics: {} }, OBJECTIVE);
  return outcomes.reduce<SelfPlayState>(
    (state, outcome) => strategy.observe(state, typeof outcome === 'function' ? outcome(state) : outcome),
    start,
  );
}

const bugNumbers = ({ bugs }: SelfPlayState): readonly number[] => bugs.map(({ code }) => code.number);

describe('the rewards of SSR', () => {
  it('are those of the paper: -0.8 where none or all repair, else 1 - 1.8 s', () => {
    expect([0, 1].map(injectorReward)).toEqual([-0.8, -0.8]);
    expect(injectorReward(0.25)).toBeCloseTo(0.55, 12);
    expect(injectorReward(0.5)).toBeCloseTo(0.1, 12);
    // Above this share a bug does harm: 1 / 1.8.
    expect(injectorReward(5 / 9)).toBeCloseTo(0, 12);
  });

  it('are -1 for a bug that some check refuses, whatever the tests say', () => {
    const { tally, bugs } = play({}, [decided(1, 0, 3, 0), decided(2, 0, null, 1)]);
    expect(tally).toMatchObject({ injected: 2, valid: 0, rewarded: 2, injectorReward: -2 });
    expect(bugs).toEqual([]);
  });

  it('come to the injector when all attempts have ended, to the repairer after each', () => {
    const outcomes = [decided(1, 0, 2, 1), decided(2, 1, 0, 0), decided(3, 1, 1, 0), decided(4, 1, 1, 0)];
    const open = play({ attempts: 4 }, outcomes);
    expect(open.tally).toMatchObject({ attempts: 3, solverReward: -1, rewarded: 0 });
    const { tally, bugs } = play({ attempts: 4 }, [...outcomes, decided(5, 1, 2, 0)]);
    expect(bugs).toEqual([]);
    expect(tally).toMatchObject({ attempts: 4, solverReward: -2, rewarded: 1 });
    expect(tally.injectorReward).toBeCloseTo(1 - 1.8 / 4, 12);
  });
});

describe('a repair', () => {
  it('is the score of the baseline, the original again, or a repair found before', () => {
    const outcomes = [decided(1, 0, 2, 1), duplicate(2, 1, 0), decided(3, 1, 0, 0), duplicate(4, 1, 3)];
    expect(play({ attempts: 8 }, outcomes).bugs[0]).toMatchObject({ attempts: 3, solved: 3, repairs: [3] });
  });

  it('is not the duplicate of what repaired nothing', () => {
    const outcomes = [decided(1, 0, 2, 1), decided(2, 1, 1, 0), duplicate(3, 1, 2)];
    expect(play({ attempts: 8 }, outcomes).bugs[0]).toMatchObject({ attempts: 2, solved: 0 });
  });

  it('has as many proposals as an attempt may take, and ends it', () => {
    const tries = [decided(2, 1, 1, 0), decided(3, 1, null, 0), decided(4, 1, 0, 0), decided(5, 1, 1, 0)];
    const { bugs, tally } = play({ tries: 5 }, [decided(1, 0, 2, 1), ...tries]);
    expect(bugs[0]).toMatchObject({ attempts: 1, solved: 1, tries: 1 });
    expect(tally).toMatchObject({ attempts: 1, solverReward: 1 });
  });
});

describe('a failed attempt', () => {
  const outcomes = [decided(1, 0, 3, 1), decided(2, 1, 4, 1), decided(3, 1, 2, 1), decided(4, 1, 1, 0)];

  it('leaves the best of its candidates that is a valid bug as one of the second order', () => {
    const state = play({ tries: 3 }, outcomes);
    expect(bugNumbers(state)).toEqual([1, 3]);
    expect(state.bugs[1]).toMatchObject({ order: 2 });
    expect(state.tally.secondOrder).toBe(1);
  });

  it('of a bug of the second order leaves none of the third', () => {
    const next = [decided(5, 3, 2, 1), decided(6, 3, 2, 1), decided(7, 3, 2, 1)];
    expect(bugNumbers(play({ tries: 3 }, [...outcomes, ...next]))).toEqual([1, 3]);
  });

  it('leaves nothing where one order is all there may be', () => {
    expect(bugNumbers(play({ tries: 3, order: 1 }, outcomes))).toEqual([1]);
  });

  it('of the second order is not the merit of the injector', () => {
    const second = Array.from({ length: 6 }, (_, index) => decided(10 + index, 3, 5, 0));
    expect(play({ tries: 3, attempts: 2 }, [...outcomes, ...second]).tally).toMatchObject({ rewarded: 0 });
  });
});

describe('the choice of a role', () => {
  it('is the injector while there is no bug, and until then never the repairer', () => {
    const strategy = strategyWith();
    const selection = proposalOf(strategy.select(play({}, []), 1, createRandom('1')));
    expect(selection).toMatchObject({ parents: [{ number: 0 }], intent: 'vary' });
  });

  it('falls on the injector as often as the option says', () => {
    const strategy = strategyWith({ inject: 0.3 });
    const state = play({}, [decided(1, 0, 2, 1), decided(2, 0, 2, 1)]);
    const draws = Array.from({ length: 4000 }, (_, index) =>
      proposalOf(strategy.select(state, index, createRandom(`draw ${index}`))),
    );
    const injections = draws.filter(({ intent }) => intent === 'vary').length;
    // Binomial: mean 1200, standard deviation 29; four of them.
    expect(Math.abs(injections - 1200)).toBeLessThan(116);
    expect(new Set(draws.map(({ parents }) => parents[0]!.number))).toEqual(new Set([0, 1, 2]));
  });

  it('is the repairer alone while as many bugs are open as may be', () => {
    const strategy = strategyWith({ inject: 1, open: 1 });
    const state = play({ open: 1 }, [decided(1, 0, 2, 1), decided(2, 0, 2, 1)]);
    expect(state.tally.dropped).toBe(1);
    const selection = proposalOf(strategy.select(state, 3, createRandom('3')));
    expect(selection).toMatchObject({ parents: [{ number: 1 }], intent: 'repair' });
  });
});

it('stays of bounded size and counts every attempt, whatever comes', () => {
  const step = fc.record({
    parent: fc.nat(4),
    failed: fc.option(fc.nat(3)),
    valid: fc.nat(1),
    equals: fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: fc.nat(12), weight: 1 }),
  });
  const seen = { solved: 0, unsolved: 0, secondOrder: 0, dropped: 0 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const state = play(
        { open: 3, attempts: 2, tries: 2 },
        steps.map(({ parent, failed, valid, equals }, index) => (before) => {
          const number = index + 1;
          // The baseline, an open bug, or one that nobody knows.
          const from = [0, ...bugNumbers(before)][parent] ?? 1000;
          return equals === null ? decided(number, from, failed, valid) : duplicate(number, from, equals);
        }),
      );
      expect(state.bugs.length).toBeLessThanOrEqual(3);
      for (const { order, attempts, solved, repairs } of state.bugs) {
        expect(order).toBeLessThanOrEqual(2);
        expect(attempts).toBeLessThan(2);
        expect(solved).toBeLessThanOrEqual(attempts);
        expect(repairs.length).toBeLessThanOrEqual(solved);
      }
      const { tally } = state;
      const solved = (tally.attempts + tally.solverReward) / 2;
      expect(Number.isInteger(solved)).toBe(true);
      expect(solved).toBeGreaterThanOrEqual(0);
      expect(solved).toBeLessThanOrEqual(tally.attempts);
      expect(tally.valid).toBeLessThanOrEqual(tally.injected);
      seen.solved += solved;
      seen.unsolved += tally.attempts - solved;
      seen.secondOrder += tally.secondOrder;
      seen.dropped += tally.dropped;
    }),
    { numRuns: 300 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});

it.each([
  [{ order: 3 }, 'order'],
  [{ attempts: 1 }, 'attempts'],
  [{ inject: 0 }, 'inject'],
  [{ open: 0 }, 'open'],
  [{ tries: 0 }, 'tries'],
  [{ valid: { slice: 'tests' } }, 'valid.metric'],
])('refuses the impossible: %o', (options, field) => {
  expect(() => strategyWith(options)).toThrowError(
    expect.objectContaining({
      facts: expect.objectContaining({
        code: 'FULCRUM_E_TASK_INVALID',
        where: `strategy.options.${field}`,
      }) as object,
    }),
  );
});
