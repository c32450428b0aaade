import type { CheckContext, CheckOutcome } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { applyNetwork, firstUnsorted, readNetwork, zeroOneInputs } from './network.ts';
import { VISIBLE_SUITE } from './visible-suite.ts';

const WIRES = 8;

/** Lets the candidate describe its network and runs it here on some inputs. */
function sorts(inputs: () => Iterable<readonly number[]>) {
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    const answer = await subject.ask();
    if (answer.kind === 'threw') return { status: 'fail', reason: 'the candidate throws' };
    const network = readNetwork(answer.value, WIRES);
    if (network === null)
      return { status: 'fail', reason: 'the answer is no list of wire pairs, lower wire first' };
    const unsorted = firstUnsorted(network, inputs());
    if (unsorted === null) return { status: 'pass', metrics: { comparators: network.length } };
    return {
      status: 'fail',
      reason: `${network.length} comparators leave ${unsorted.join(' ')} as ${applyNetwork(network, unsorted).join(' ')}`,
      evidence: { comparators: network.length, input: unsorted, output: applyNetwork(network, unsorted) },
    };
  };
}

export default defineOracle({
  checks: [
    {
      name: 'sorts the visible suite',
      slice: 'suite',
      visibility: 'visible',
      run: sorts(() => VISIBLE_SUITE),
    },
    {
      name: 'sorts all zero-one inputs',
      slice: 'proof',
      visibility: 'held-out',
      grade: 'proved',
      run: sorts(() => zeroOneInputs(WIRES)),
    },
  ],
});
