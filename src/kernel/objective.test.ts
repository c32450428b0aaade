import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gain, reachesTarget } from './objective.ts';
import { OBJECTIVE } from './testing/fixtures.ts';

test('a gain is positive for the better side of each direction', () => {
  expect(gain({ direction: 'minimize' }, 3, 5)).toBe(2);
  expect(gain({ direction: 'maximize' }, 3, 5)).toBe(-2);
});

test('the gain one way is the loss the other way', () => {
  const number = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
  fc.assert(
    fc.property(
      fc.constantFrom('minimize' as const, 'maximize' as const),
      number,
      number,
      (direction, left, right) => {
        expect(gain({ direction }, left, right) + gain({ direction }, right, left)).toBe(0);
      },
    ),
  );
});

test.each([
  ['minimize', 5, 4, true],
  ['minimize', 5, 5, true],
  ['minimize', 5, 6, false],
  ['maximize', 5, 4, false],
  ['maximize', 5, 5, true],
  ['maximize', 5, 6, true],
  ['minimize', null, -Infinity, false],
  ['minimize', 5, Number.NaN, false],
] as const)('%s to %s: %d reaches it: %s', (direction, target, value, reached) => {
  expect(reachesTarget({ ...OBJECTIVE, direction, target }, value)).toBe(reached);
});
