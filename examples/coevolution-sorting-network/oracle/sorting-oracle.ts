import type { CheckContext, CheckOutcome, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Network } from '../../sorting-network/oracle/network.ts';
import { firstUnsorted, readNetwork, zeroOneInputs } from '../../sorting-network/oracle/network.ts';
import type { Challenges } from './challenges.ts';
import { comparisonsOf, readChallenges, tryChallenges } from './challenges.ts';

/** Measures a candidate's challenges, tests its network by them, and proves it on all inputs of zeros and ones. */
export function sortingOracle(wires: number): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'how hard the challenges are',
        slice: 'challenges',
        visibility: 'visible',
        run: (context) =>
          withAnswer(context, wires, ({ network, challenges }) => {
            const { mastered, alike } = tryChallenges(network, challenges, context.random);
            const rates = Object.fromEntries(mastered.map((rate, index) => [`challenge-${index}`, rate]));
            return { status: 'pass', metrics: { ...rates, alike, work: comparisonsOf(network, challenges) } };
          }),
      },
      {
        name: 'masters the challenges',
        slice: 'suite',
        visibility: 'visible',
        run: (context) =>
          withAnswer(context, wires, ({ network, challenges }) =>
            sorts(network, challenges, challenges.length),
          ),
      },
      {
        name: 'sorts all zero-one inputs',
        slice: 'proof',
        visibility: 'held-out',
        grade: 'proved',
        run: (context) =>
          withAnswer(context, wires, ({ network }) => sorts(network, zeroOneInputs(wires), 2 ** wires)),
      },
    ],
  });
}

interface Pair {
  readonly network: Network;
  readonly challenges: Challenges;
}

async function withAnswer(
  { subject }: CheckContext,
  wires: number,
  use: (pair: Pair) => CheckOutcome,
): Promise<CheckOutcome> {
  const answer = await subject.ask();
  if (answer.kind === 'threw') return { status: 'fail', reason: 'the candidate throws' };
  const { network, challenges } = (answer.value ?? {}) as { [part: string]: unknown };
  const [read, inputs] = [readNetwork(network, wires), readChallenges(challenges, wires)];
  if (read === null)
    return { status: 'fail', reason: 'the network is no list of wire pairs, lower wire first' };
  if (inputs === null)
    return { status: 'fail', reason: `the challenges are not ten lists of ${wires} numbers` };
  return use({ network: read, challenges: inputs });
}

function sorts(network: Network, inputs: Iterable<readonly number[]>, count: number): CheckOutcome {
  const unsorted = firstUnsorted(network, inputs);
  if (unsorted !== null)
    return {
      status: 'fail',
      reason: `${network.length} comparators leave ${unsorted.join(' ')} unsorted`,
      evidence: { comparators: network.length, input: unsorted },
    };
  return { status: 'pass', metrics: { comparators: network.length, work: count * network.length } };
}
