import { describe, expect, test } from 'vitest';
import { createRandom } from '../../kernel/random.ts';
import { gainRatio } from './gain-ratio.ts';
import { plateauOf, successChanceAtMost } from './plateau.ts';

function geometric(first: number, ratio: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first * ratio ** index);
}

describe('the rule of three', () => {
  test('is the chance under which so many failures still happen one time in twenty', () => {
    for (const failures of [1, 2, 10, 59, 500]) {
      expect((1 - successChanceAtMost(failures)!) ** failures).toBeCloseTo(0.05, 12);
    }
    expect(successChanceAtMost(1)).toBeCloseTo(0.95, 12);
    expect(successChanceAtMost(1000)! * 1000).toBeCloseTo(3, 1);
    expect(successChanceAtMost(0)).toBeNull();
  });
});

describe('the ratio of gains', () => {
  test('of gains that shrink by a factor is that factor, and the limit the sum of what is left', () => {
    const gains = geometric(8, 0.5, 6);
    const reached = gains.reduce((sum, gain) => sum + gain, 100);
    const fit = gainRatio(gains, reached, 1)!;
    expect(fit.ratio).toBeCloseTo(0.5, 12);
    expect(fit.interval[0]).toBeCloseTo(0.5, 12);
    expect(fit.limit).toBeCloseTo(100 + 8 / (1 - 0.5), 10);
    expect(fit.bounded).toBe(true);
    expect(gainRatio(gains, 200 - reached, -1)!.limit).toBeCloseTo(200 - 116, 10);
  });

  test('leaves keeps without a gain out and their places in', () => {
    expect(gainRatio([8, 0, 2, 1, 0, 0.25], 0, 1)!.ratio).toBeCloseTo(0.5, 12);
    expect(gainRatio([4, 0, 0, 2, 1], 0, 1)).toBeNull();
  });

  test('of gains that do not shrink excludes no explosion', () => {
    for (const ratio of [1, 1.3]) {
      expect(gainRatio(geometric(1, ratio, 8), 0, 1)).toMatchObject({ limit: null, bounded: false });
    }
  });

  test('is found again under noise, by an interval that holds it nearly always', () => {
    const random = createRandom('noisy gains');
    let held = 0;
    let bounded = 0;
    let off = 0;
    const runs = 40;
    for (let run = 0; run < runs; run += 1) {
      const gains = geometric(5, 0.7, 20).map((gain) => gain * Math.exp(0.3 * random.normal()));
      const { ratio, interval, bounded: isBounded } = gainRatio(gains, 0, 1)!;
      off += Math.log(ratio / 0.7) / runs;
      if (interval[0] <= 0.7 && 0.7 <= interval[1]) held += 1;
      if (isBounded) bounded += 1;
    }
    expect(Math.abs(off)).toBeLessThan(0.01);
    expect(held).toBeGreaterThanOrEqual(0.85 * runs);
    expect(held).toBeLessThan(runs);
    expect(bounded).toBe(runs);
  });

  test('comes out the same again, and in bounded time over many keeps', () => {
    const random = createRandom('many');
    const gains = Array.from({ length: 200 }, () => random.next() + 0.01);
    expect(gainRatio(gains, 0, 1)).toEqual(gainRatio(gains, 0, 1));
    expect(plateauOf(3, gains, null, 1).gainRatio).toBeNull();
  });
});
