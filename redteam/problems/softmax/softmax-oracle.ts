import type { Answer, CheckContext, CheckOutcome, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';

type Random = CheckContext['random'];
type Put = (context: CheckContext, values: readonly number[]) => Promise<Answer>;

/** What double arithmetic may add to a share, and to the sum of the shares. */
const ROUNDING = 1e-9;

/** exp(x) over the sum of all exp(x), compared with a reference that subtracts the greatest value first. */
export function softmaxOracle(put: Put = ({ subject }, values) => subject.ask(values)): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'softmax of fresh lists',
        slice: 'lists',
        visibility: 'visible',
        run: compares(put, [4, 12], 8),
      },
      {
        name: 'softmax of other lists',
        slice: 'others',
        visibility: 'held-out',
        run: compares(put, [1, 60], 8),
      },
    ],
  });
}

/** Its metric `error` is the largest difference from the reference, 0 to 1, over lists near zero and lists far from it. */
function compares(put: Put, [shortest, longest]: readonly [number, number], lists: number) {
  return async (context: CheckContext): Promise<CheckOutcome> => {
    const { random } = context;
    let error = 0;
    for (let list = 0; list < lists; list += 1) {
      const length = shortest + random.below(longest - shortest + 1);
      const values = draw(random, length, list % 2 === 0 ? 3 : 900);
      const answer = await put(context, values);
      if (answer.kind === 'threw') return { status: 'fail', reason: `it throws: ${answer.message}` };
      const shares = readShares(answer.value, length);
      if (typeof shares === 'string') return { status: 'fail', reason: shares };
      const expected = softmax(values);
      const difference = Math.max(...shares.map((share, index) => Math.abs(share - expected[index]!)));
      if (list % 2 === 0 && difference > ROUNDING)
        return {
          status: 'fail',
          reason: `near zero, where the baseline is exact, it is wrong by ${difference}`,
        };
      error = Math.max(error, difference);
    }
    return { status: 'pass', metrics: { error } };
  };
}

function draw(random: Random, length: number, greatest: number): readonly number[] {
  return Array.from({ length }, () => (2 * random.next() - 1) * greatest);
}

function softmax(values: readonly number[]): readonly number[] {
  const greatest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function readShares(value: Json, length: number): readonly number[] | string {
  if (!Array.isArray(value) || value.length !== length) return `the answer is no list of ${length} shares`;
  if (!value.every((share): share is number => typeof share === 'number' && share >= 0 && share <= 1))
    return 'a share is no number from 0 to 1';
  const sum = value.reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) <= ROUNDING ? value : 'the shares do not add up to 1';
}
