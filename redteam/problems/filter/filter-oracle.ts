import type { CheckContext, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Family } from '../shared/wrong-share.ts';
import { wrongShare } from '../shared/wrong-share.ts';

type Random = CheckContext['random'];

/** Telling square numbers from others: as many of one kind as of the other, each kind counted by itself. */
export function filterOracle(): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'tells squares from others',
        slice: 'numbers',
        visibility: 'visible',
        run: wrongShare({ families: families(100), questions: 16, unsound: noBoolean }),
      },
      {
        name: 'tells larger squares from others',
        slice: 'others',
        visibility: 'held-out',
        run: wrongShare({ families: families(30_000), questions: 16, unsound: noBoolean }),
      },
    ],
  });
}

function families(roots: number): readonly Family[] {
  const square = (random: Random): number => (2 + random.below(roots)) ** 2;
  return [
    { name: 'squares', draw: (random) => ({ args: [square(random)], expected: true }) },
    { name: 'near squares', draw: (random) => ({ args: [square(random) + 1], expected: false }) },
    { name: 'others', draw: (random) => ({ args: [nonSquare(random, roots ** 2)], expected: false }) },
  ];
}

function nonSquare(random: Random, bound: number): number {
  for (;;) {
    const value = 2 + random.below(bound);
    if (!Number.isInteger(Math.sqrt(value))) return value;
  }
}

function noBoolean(given: Json): string | null {
  return typeof given === 'boolean' ? null : 'the answer is neither true nor false';
}
