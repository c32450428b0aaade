import type { Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Family } from '../shared/wrong-share.ts';
import { wrongShare } from '../shared/wrong-share.ts';

const OPERATIONS = {
  plus: (left: number, right: number) => left + right,
  minus: (left: number, right: number) => left - right,
  times: (left: number, right: number) => left * right,
} as const;

/** Questions in words, answered by a number and nothing else; compared whole. */
export function questionsOracle(): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'answers fresh questions',
        slice: 'questions',
        visibility: 'visible',
        run: wrongShare({ families: families(100), questions: 8, unsound: noNumber }),
      },
      {
        name: 'answers larger questions',
        slice: 'others',
        visibility: 'held-out',
        run: wrongShare({ families: families(10_000), questions: 8, unsound: noNumber }),
      },
    ],
  });
}

function families(bound: number): readonly Family[] {
  return Object.entries(OPERATIONS).map(([name, operation]) => ({
    name,
    draw: (random) => {
      const [left, right] = [random.below(bound), random.below(bound)];
      return { args: [`What is ${left} ${name} ${right}?`], expected: String(operation(left, right)) };
    },
  }));
}

function noNumber(given: Json): string | null {
  return typeof given === 'string' && /^-?\d{1,12}$/.test(given) ? null : 'the answer is no number in digits';
}
