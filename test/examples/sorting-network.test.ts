import { describe, expect, it } from 'vitest';
import {
  applyNetwork,
  firstUnsorted,
  readNetwork,
  zeroOneInputs,
} from '../../examples/sorting-network/oracle/network.ts';
import type { Network } from '../../examples/sorting-network/oracle/network.ts';

/** 19 comparators for 8 wires: Batcher's odd-even merge sort (Knuth, volume 3, section 5.3.4). */
const BATCHER: Network = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [0, 2],
  [1, 3],
  [4, 6],
  [5, 7],
  [1, 2],
  [5, 6],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
  [2, 4],
  [3, 5],
  [1, 2],
  [3, 4],
  [5, 6],
];

describe('sorting networks', () => {
  it('accepts an optimal network and refuses it without any one of its comparators', () => {
    expect(firstUnsorted(BATCHER, zeroOneInputs(8))).toBeNull();
    for (const index of BATCHER.keys()) {
      const smaller = BATCHER.filter((_, at) => at !== index);
      const witness = firstUnsorted(smaller, zeroOneInputs(8));
      expect(witness).not.toBeNull();
      const output = applyNetwork(smaller, witness!);
      expect(output).not.toEqual(output.toSorted((left, right) => left - right));
    }
  });

  it('asks all inputs of zeros and ones', () => {
    expect(new Set([...zeroOneInputs(8)].map((input) => input.join(''))).size).toBe(256);
  });

  it.each([
    [null],
    ['x'],
    [[[0]]],
    [[[1, 0]]],
    [[[0, 8]]],
    [[[0.5, 1]]],
    [[['0', '1']]],
    [[[0, 1, 2]]],
    [{ length: 0 }],
  ])('refuses %j as a network', (value) => expect(readNetwork(value, 8)).toBeNull());
});
