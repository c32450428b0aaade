import type { CheckContext, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Family } from '../shared/wrong-share.ts';
import { wrongShare } from '../shared/wrong-share.ts';

type Random = CheckContext['random'];

/** Days of a month in the Gregorian calendar; the examples that a candidate gives of itself are not run. */
export function calendarOracle(): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'counts the days of fresh months',
        slice: 'months',
        visibility: 'visible',
        run: wrongShare({ families: families(1900), questions: 12, unsound: noDays }),
      },
      {
        name: 'counts the days of months long ago',
        slice: 'others',
        visibility: 'held-out',
        run: wrongShare({ families: families(1600), questions: 12, unsound: noDays }),
      },
    ],
  });
}

function families(since: number): readonly Family[] {
  const asked = (year: number, month: number) => ({ args: [year, month], expected: days(year, month) });
  const year = (random: Random): number => since + random.below(300);
  return [
    { name: 'months', draw: (random) => asked(year(random), 1 + random.below(12)) },
    { name: 'leap years', draw: (random) => asked(4 * Math.floor(year(random) / 4), 2) },
    { name: 'centuries', draw: (random) => asked(100 * Math.floor(year(random) / 100), 2) },
  ];
}

function days(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function noDays(given: Json): string | null {
  return typeof given === 'number' && given >= 28 && given <= 31 ? null : 'the answer is no number of days';
}
