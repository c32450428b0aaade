import type { CheckContext, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Family, WrongShareOptions } from '../shared/wrong-share.ts';
import { wrongShare } from '../shared/wrong-share.ts';

type Random = CheckContext['random'];

/** Sorting whole numbers upwards: fresh lists of kinds and sizes that no visible case has. */
export function sortingOracle(put?: NonNullable<WrongShareOptions['put']>): Oracle {
  const check = (families: readonly Family[]) =>
    wrongShare({ families, questions: 30, unsound: noPermutation, ...(put === undefined ? {} : { put }) });
  return defineOracle({
    checks: [
      {
        name: 'sorts fresh lists',
        slice: 'lists',
        visibility: 'visible',
        run: check([
          family('small', (random) => lengthUpTo(random, 9), 0, 9),
          family('signed', (random) => lengthUpTo(random, 9), -1000, 1000, 0.5),
          family('long', (random) => 50 + random.below(100), 0, 1e6),
        ]),
      },
      {
        name: 'sorts lists of sizes not announced',
        slice: 'others',
        visibility: 'held-out',
        run: check([
          family('longer', (random) => 200 + random.below(300), -(2 ** 31), 2 ** 31 - 1),
          family('repeated', (random) => 20 + random.below(40), -1, 1),
        ]),
      },
    ],
  });
}

/** Lists of numbers from `low` to `high`; a share `natural` of them without negative ones. */
function family(
  name: string,
  length: (random: Random) => number,
  low: number,
  high: number,
  natural = 0,
): Family {
  return {
    name,
    draw: (random) => {
      const least = random.chance(natural) ? Math.max(low, 0) : low;
      const values = Array.from({ length: length(random) }, () => least + random.below(high - least + 1));
      return { args: [values], expected: sorted(values) };
    },
  };
}

function lengthUpTo(random: Random, most: number): number {
  return random.below(most + 1);
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((left, right) => left - right);
}

function noPermutation(given: Json, expected: Json): string | null {
  if (!Array.isArray(given)) return 'the answer is no list';
  if (!given.every((value): value is number => Number.isSafeInteger(value)))
    return 'the answer holds something that is no whole number';
  const same = JSON.stringify(sorted(given)) === JSON.stringify(expected);
  return same ? null : 'the answer does not hold the numbers of the question';
}
