import type { CheckContext, CheckOutcome, Json } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { illustratePacking } from './illustrate.ts';
import type { Circle, Fault } from './packing.ts';
import { CIRCLES, exactFault, readPacking, sumOfRadii, tolerantFault } from './packing.ts';

/** Lets the candidate describe its packing and measures it here. */
function packs(
  metric: string,
  faultOf: (circles: readonly Circle[]) => Fault,
  evidence: (circles: readonly Circle[], sum: number) => Json,
) {
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    const answer = await subject.ask();
    if (answer.kind === 'threw') return { status: 'fail', reason: 'the candidate throws' };
    const circles = readPacking(answer.value);
    if (circles === null)
      return { status: 'fail', reason: `the answer is no list of ${CIRCLES} circles as [x, y, radius > 0]` };
    const sum = sumOfRadii(circles);
    const fault = faultOf(circles);
    if (fault !== null) return { status: 'fail', reason: fault, evidence: { claimed: sum } };
    return { status: 'pass', metrics: { [metric]: sum }, evidence: evidence(circles, sum) };
  };
}

export default defineOracle({
  checks: [
    {
      name: 'packs within a tolerance of 1e-6',
      slice: 'tolerant',
      visibility: 'visible',
      run: packs('claimed', tolerantFault, () => null),
    },
    {
      name: 'packs exactly',
      slice: 'exact',
      visibility: 'visible',
      grade: 'proved',
      run: packs('sum', exactFault, (circles, sum) => ({
        illustration: illustratePacking(circles, sum) as unknown as Json,
      })),
    },
  ],
});
