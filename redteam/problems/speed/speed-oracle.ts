import type { Answer, CheckContext, CheckOutcome, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';

type Put = (context: CheckContext, values: readonly number[], sum: number) => Promise<Answer>;

const REPETITIONS = 4;
const VALUES = 100_000;

/** Counting pairs of a given sum, by the clock of the oracle, with fresh input for every repetition. */
export function speedOracle(
  sizes: { readonly timed: number; readonly others: readonly number[] },
  put: Put = ({ subject }, values, sum) => subject.ask(values, sum),
): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'counts pairs in time',
        slice: 'timed',
        visibility: 'visible',
        run: counts(
          put,
          Array.from({ length: REPETITIONS }, () => sizes.timed),
        ),
      },
      {
        name: 'counts pairs of other sizes',
        slice: 'others',
        visibility: 'held-out',
        run: counts(put, sizes.others),
      },
    ],
  });
}

/** Its metric `milliseconds` is the least over the questions: what else runs on the machine only adds. */
function counts(put: Put, sizes: readonly number[]) {
  return async (context: CheckContext): Promise<CheckOutcome> => {
    const { random } = context;
    let milliseconds = Infinity;
    for (const size of sizes) {
      const values = Array.from({ length: size }, () => random.below(VALUES));
      const sum = random.below(VALUES);
      const started = performance.now();
      const answer = await put(context, values, sum);
      milliseconds = Math.min(milliseconds, performance.now() - started);
      if (answer.kind === 'threw') return { status: 'fail', reason: `it throws: ${answer.message}` };
      const expected = pairs(values, sum);
      if (answer.value !== expected)
        return {
          status: 'fail',
          reason: `${size} values: ${JSON.stringify(answer.value)} is not ${expected}`,
        };
    }
    return { status: 'pass', metrics: { milliseconds } };
  };
}

/** Pairs of places i < j whose values add up to the sum. */
function pairs(values: readonly number[], sum: number): number {
  const seen = new Map<number, number>();
  let count = 0;
  for (const value of values) {
    count += seen.get(sum - value) ?? 0;
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  return count;
}
