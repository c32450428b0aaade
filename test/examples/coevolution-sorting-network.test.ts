import { describe, expect, it } from 'vitest';
import {
  readChallenges,
  tryChallenges,
} from '../../examples/coevolution-sorting-network/oracle/challenges.ts';
import { claimsOn, savedQueries, tellArm } from '../../examples/coevolution-sorting-network/tell-arm.ts';
import type { Told } from '../../examples/coevolution-sorting-network/tell-arm.ts';
import { createRandom } from '../../src/kernel/random.ts';

const CHALLENGES = [[1, 2, 3], [3, 2, 1], ...Array.from({ length: 8 }, (_, index) => [index, 2, 1])];

describe('challenges', () => {
  it('in order are mastered by every network, and say nothing that another one does not', () => {
    const sorted = Array.from({ length: 10 }, (_, index) => [index, index + 1, index + 2]);
    const { mastered, alike } = tryChallenges(
      [
        [0, 1],
        [1, 2],
        [0, 1],
      ],
      sorted,
      createRandom('any'),
    );
    expect(mastered).toEqual(Array(10).fill(1));
    expect(alike).toBeCloseTo(0.9, 12);
  });

  it('against the order are mastered by fewer relatives of a network that needs all its comparators', () => {
    const { mastered } = tryChallenges(
      [
        [0, 1],
        [1, 2],
        [0, 1],
      ],
      CHALLENGES,
      createRandom('any'),
    );
    expect(mastered[0]).toBe(1);
    expect(mastered[1]).toBeLessThan(0.5);
  });

  it.each([
    [null],
    [CHALLENGES.slice(1)],
    [CHALLENGES.map(() => [1, 2])],
    [CHALLENGES.map(() => [1, 2, 'x'])],
  ])('are refused as %j', (value) => expect(readChallenges(value, 3)).toBeNull());
});

describe('queries saved', () => {
  const run = (arm: Told['arm'], kept: Told['kept']): Told => {
    const size = kept.at(-1)!.size;
    return { wires: 8, arm, seed: '1', seconds: 1, size, queries: 99, refused: 0, comparisons: 0, kept };
  };

  it('are counted where all arms of a seed had come to the same size', () => {
    const fixed = run('fixed', [
      { size: 28, queries: 0 },
      { size: 22, queries: 40 },
      { size: 20, queries: 90 },
    ]);
    const random = run('changed at random', [
      { size: 28, queries: 0 },
      { size: 20, queries: 33 },
    ]);
    const coevolved = run('co-evolved', [
      { size: 28, queries: 0 },
      { size: 21, queries: 7 },
    ]);
    expect(savedQueries([fixed, random, coevolved], 8)).toEqual([
      { seed: '1', size: 21, queries: { fixed: 90, 'changed at random': 33, 'co-evolved': 7 } },
    ]);
  });
});

it('a short telling holds what it claims', async () => {
  const told = [await tellArm('fixed', 8, 'test', 80), await tellArm('co-evolved', 8, 'test', 80)];
  for (const { claim, holds } of claimsOn(told)) expect(holds, claim).toBe(true);
  for (const { queries, refused } of told) expect(queries).toBeGreaterThan(refused);
}, 60_000);
