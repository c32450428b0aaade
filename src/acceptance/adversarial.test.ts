import { describe, expect, test } from 'vitest';
import type { DecisionHistory } from '../kernel/contracts/acceptance.ts';
import type { Random } from '../kernel/random.ts';
import { createRandom, deriveSeed } from '../kernel/random.ts';
import { spentAlpha } from './arithmetic/alpha-schedule.ts';
import { logEValue } from './arithmetic/e-value.ts';
import type { PairedRuleName } from './paired/stages.ts';
import { historyAfter, testCandidate } from './testing/coins.ts';

/**
 * Proposers that play against the acceptor, not against the task. All run over the rules' own tests with coins in place
 * of measurements, from fixed seeds; what must hold is what the rules promise: at most 0.05 runs with a false keep, or
 * for e-LOND at most 0.05 false ones among the keeps. Beside each attack, that it works where the defence is missing.
 */

const ALPHA = 0.05;
const RUNS = 150;
/** Fewer pairs than by default: the same promises, sooner simulated. */
const STATISTICS = {
  alpha: ALPHA,
  screenPairs: 22,
  screenThreshold: 4,
  maximumPairs: 40,
  remeasureEvery: 0,
};
const START: DecisionHistory = { confirmations: 0, confirmed: 0 };

/** One candidate after the other; says of each whether it is better, and is told what became of it. */
type Attack = (random: Random, propose: (winning: number) => boolean) => void;

interface Damage {
  /** Share of runs with a false keep. */
  readonly anyFalse: number;
  /** Mean share of false ones among the keeps. */
  readonly falseShare: number;
}

function damageOf(rule: PairedRuleName, attack: Attack, alpha = ALPHA): Damage {
  let [anyFalse, falseShare] = [0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const random = createRandom(deriveSeed('attack', rule, run));
    let history = START;
    let [wrong, right] = [0, 0];
    attack(random, (winning) => {
      const tested = testCandidate(rule, { ...STATISTICS, alpha }, history, () => random.chance(winning));
      history = historyAfter(history, tested);
      if (tested.kept && winning > 0.5) right += 1;
      if (tested.kept && winning <= 0.5) wrong += 1;
      return tested.kept;
    });
    anyFalse += Number(wrong > 0) / RUNS;
    falseShare += wrong / Math.max(1, wrong + right) / RUNS;
  }
  return { anyFalse, falseShare };
}

/** P(the e-value reaches `threshold` within `most` pairs), each won with probability p: counted over all paths. */
function crossing(threshold: number, most: number, p: number): number {
  const demanded = Math.log(threshold);
  let alive = Float64Array.of(1);
  let crossed = 0;
  for (let pairs = 1; pairs <= most; pairs += 1) {
    const next = new Float64Array(pairs + 1);
    for (let wins = 0; wins <= pairs; wins += 1) {
      next[wins] = (alive[wins - 1] ?? 0) * p + (alive[wins] ?? 0) * (1 - p);
      if (2 * wins <= pairs || logEValue(wins, pairs - wins) < demanded) continue;
      crossed += next[wins]!;
      next[wins] = 0;
    }
    alive = next;
  }
  return crossed;
}

describe('exactly, over all paths', () => {
  test('no test passes a candidate that is no better more often than its share of alpha', () => {
    let sum = 0;
    for (let t = 1; t <= 20; t += 1) {
      const passing = crossing(1 / spentAlpha(ALPHA, t), 200, 0.5);
      expect(passing).toBeLessThan(spentAlpha(ALPHA, t));
      sum += passing;
    }
    expect(sum).toBeGreaterThan(0.01);
    expect(sum).toBeLessThan(ALPHA);
  });

  // The power that an independent simulation of such runs found, at a confirmation from the middle of the run.
  test.each([
    [0.7, 0.525, 50, 0.02],
    [0.8, 0.901, 40, 0.01],
    [0.9, 0.996, 40, 0.006],
  ])('a candidate that wins %d of its pairs is found with probability %d', (p, reference, t, within) => {
    const found = crossing(4, 20, p) * crossing(1 / spentAlpha(ALPHA, t), 200, p);
    expect(Math.abs(found - reference)).toBeLessThan(within);
  });
});

test('screening as by default finds more than 0.9 of those that win 8 pairs of 10; with 20 pairs it would not', () => {
  expect(crossing(4, 20, 0.8)).toBeLessThan(0.9);
  expect(crossing(4, 22, 0.8) * crossing(1 / spentAlpha(ALPHA, 700), 200, 0.8)).toBeGreaterThan(0.9);
});

describe('reorder', () => {
  const orders: { readonly [order: string]: (index: number) => boolean } = {
    'real ones first': (index) => index < 15,
    'real ones last': (index) => index >= 45,
    'in turn': (index) => index % 4 === 0,
  };
  test.each(Object.entries(orders))('%s', (_, isReal) => {
    const attack: Attack = (_random, propose) => {
      for (let index = 0; index < 60; index += 1) propose(isReal(index) ? 0.85 : 0.5);
    };
    expect(damageOf('two-stage', attack).anyFalse).toBeLessThanOrEqual(ALPHA);
    expect(damageOf('e-lond', attack).falseShare).toBeLessThanOrEqual(ALPHA);
  });
});

describe('rewind and re-propose', () => {
  const again: Attack = (_random, propose) => {
    for (let attempt = 0; attempt < 60 && !propose(0.5); attempt += 1);
  };

  test('one candidate again and again, until it is kept', () => {
    expect(damageOf('two-stage', again).anyFalse).toBeLessThanOrEqual(ALPHA);
    expect(damageOf('alpha-spending', again).anyFalse).toBeLessThanOrEqual(ALPHA);
    expect(damageOf('per-decision', again).anyFalse).toBeGreaterThan(0.5);
  });

  test('would work if a test taken again did not count', () => {
    let kept = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const random = createRandom(deriveSeed('rewind', run));
      const attempt = () => testCandidate('two-stage', STATISTICS, START, () => random.chance(0.5)).kept;
      kept += Number(Array.from({ length: 150 }, attempt).includes(true)) / RUNS;
    }
    expect(kept).toBeGreaterThan(2 * ALPHA);
  });
});

describe('select the best of K', () => {
  const K = 50;
  const lucky = (random: Random): readonly boolean[] => {
    const records = Array.from({ length: K }, () => Array.from({ length: 20 }, () => random.chance(0.5)));
    const wins = (record: readonly boolean[]): number => record.filter(Boolean).length;
    return records.reduce((best, record) => (wins(record) > wins(best) ? record : best));
  };

  test('its luck is not in the pairs it is confirmed on', () => {
    let kept = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const random = createRandom(deriveSeed('best', run));
      let history = START;
      let any = false;
      for (let round = 0; round < 5; round += 1) {
        // Screening is on the very pairs it was selected by: it always comes through. Confirmation is on others.
        const selected = lucky(random)
          .toSorted((left, right) => Number(right) - Number(left))
          .values();
        const tested = testCandidate('two-stage', STATISTICS, history, () => selected.next().value ?? false);
        const fresh = testCandidate('alpha-spending', STATISTICS, history, () => random.chance(0.5));
        expect(tested.confirmed).toBe(true);
        history = historyAfter(history, fresh);
        any ||= fresh.kept;
      }
      kept += Number(any) / RUNS;
    }
    expect(kept).toBeLessThanOrEqual(ALPHA);
  });

  test('would be enough if the pairs it was selected by counted', () => {
    let kept = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const coins = lucky(createRandom(deriveSeed('best', run))).values();
      const statistics = { ...STATISTICS, maximumPairs: 20 };
      kept += Number(testCandidate('per-decision', statistics, START, () => coins.next().value!).kept) / RUNS;
    }
    expect(kept).toBeGreaterThan(2 * ALPHA);
  });
});

describe('target the weakest decisions', () => {
  test('only the first and cheapest confirmations, then nothing more', () => {
    const attack: Attack = (_random, propose) => {
      for (let index = 0; index < 30; index += 1) propose(0.5);
    };
    expect(damageOf('two-stage', attack).anyFalse).toBeLessThanOrEqual(ALPHA);
    expect(damageOf('alpha-spending', attack).anyFalse).toBeLessThanOrEqual(ALPHA);
  });

  test('real ones until e-LOND is generous, then only others', () => {
    const attack: Attack = (_random, propose) => {
      for (let index = 0; index < 60; index += 1) propose(index < 30 ? 0.95 : 0.5);
    };
    expect(damageOf('e-lond', attack).falseShare).toBeLessThanOrEqual(ALPHA);
    expect(damageOf('two-stage', attack).anyFalse).toBeLessThanOrEqual(ALPHA);
  });

  test('a tie or a loss at will: less than a fair chance never helps', () => {
    const attack: Attack = (random, propose) => {
      for (let index = 0; index < 60; index += 1) propose(random.pick([0.5, 0.45, 0.2]));
    };
    expect(damageOf('two-stage', attack).anyFalse).toBeLessThanOrEqual(ALPHA);
  });
});
