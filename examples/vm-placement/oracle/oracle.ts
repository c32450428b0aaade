import type { CheckContext, CheckOutcome } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { excess } from './place.ts';
import { askRule } from './rule-table.ts';
import { drawTraces, OTHER_MIX, TRAINING_MIX, type Mix } from './trace.ts';

/** Places the machines of some synthetic traces by the candidate's rule; the oracle counts the hosts. */
function places(mix: Mix, count: number, length: number) {
  return async ({ subject, random, remember }: CheckContext): Promise<CheckOutcome> => {
    const traces = remember('traces', () => drawTraces(random, mix, count, length));
    const asked = await askRule(subject, random);
    if (asked.kind === 'refused') return asked.outcome;
    return { status: 'pass', metrics: { excess: excess(traces, asked.table) } };
  };
}

export default defineOracle({
  checks: [
    {
      name: 'places generated machines',
      slice: 'train',
      visibility: 'visible',
      run: places(TRAINING_MIX, 2, 1500),
    },
    {
      name: 'places machines of the same mix',
      slice: 'same-mix',
      visibility: 'held-out',
      run: places(TRAINING_MIX, 8, 3000),
    },
    {
      name: 'places machines of another mix',
      slice: 'other-mix',
      visibility: 'held-out',
      run: places(OTHER_MIX, 8, 3000),
    },
  ],
});
