import type { CheckResult, Verdict } from '../../src/kernel/verdict.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { openLiveRuns } from '../../src/surfaces/cli/live-runs.ts';
import type { Output } from '../../src/surfaces/cli/output.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Claim } from './claim.ts';
import { exampleDirectory, freshRunDirectory } from './example-directory.ts';

/** Proven for 8 wires (Floyd and Knuth 1966; Knuth, The Art of Computer Programming, volume 3, section 5.3.4). */
const PROVEN_MINIMUM = 19;

/** A candidate that every visible test is content with and that cannot sort. */
interface Impostor {
  readonly number: number;
  readonly comparators: number;
  readonly visible: CheckResult;
  readonly refusal: CheckResult;
  readonly decision: string;
}

/** Searches under a weak visible suite and shows what the oracle made of its best find. */
export async function sortingNetworkStory(output: Output): Promise<readonly Claim[]> {
  const task = loadTask(exampleDirectory('sorting-network'));
  const directory = freshRunDirectory('sorting-network', 'start');
  output.text(
    `\n${output.paint('strong', 'A trap: sort 8 wires under a suite of ten tests. 19 comparators are the proven minimum.')}`,
  );
  const live = openLiveRuns(
    { workers: null, isolation: 'required', display: process.stdout.isTTY ? 'full' : 'plain' },
    output,
  );
  try {
    await live.run(task, { directory });
  } finally {
    live.close();
  }
  const { impostor, smallestKept, smallestClaim } = findImpostors(directory);
  if (impostor !== null) printImpostor(impostor, output);
  return [
    {
      claim: `the weak suite is content with fewer comparators than there can be (${impostor?.comparators ?? 'none found'}, later ${smallestClaim})`,
      holds: impostor !== null,
    },
    {
      claim: 'the oracle refused it and the ledger holds the input it fails on',
      holds: impostor?.refusal.status === 'fail',
    },
    {
      claim: `nothing below the proven minimum was kept (smallest kept: ${smallestKept})`,
      holds: smallestKept >= PROVEN_MINIMUM,
    },
  ];
}

function printImpostor({ number, comparators, visible, refusal, decision }: Impostor, output: Output): void {
  output.both(
    { type: 'impostor', number, comparators, reason: refusal.reason, evidence: refusal.evidence },
    () =>
      [
        '',
        output.paint('strong', `Candidate ${number} claims ${comparators} comparators.`),
        `  ${visible.check}: ${visible.status}, all ten`,
        `  ${refusal.check}: ${refusal.status}, ${refusal.reason}`,
        `  decision: ${decision}`,
        `  see it: bin/fulcrum explain ${number} --task examples/sorting-network --name start`,
      ].join('\n'),
  );
}

interface Findings {
  /** The first that claims fewer comparators than there can be. */
  readonly impostor: Impostor | null;
  readonly smallestKept: number;
  readonly smallestClaim: number;
}

function findImpostors(directory: string): Findings {
  const ledger = readLedger(directory);
  let impostor: Impostor | null = null;
  let smallestKept = Infinity;
  let smallestClaim = Infinity;
  let verdicts: Verdict[] = [];
  for (const { event } of ledger.entries()) {
    if (event.type === 'candidate-proposed') verdicts = [];
    if (event.type === 'candidate-judged' && event.judged === event.number) verdicts.push(event.verdict);
    if (event.type !== 'candidate-decided') continue;
    const comparators = metricOf(verdicts[0]!, 'suite', 'comparators') ?? Infinity;
    if (event.decision.kind === 'keep') smallestKept = Math.min(smallestKept, comparators);
    const refusal = verdicts
      .flatMap(({ checks }) => checks)
      .find(({ slice, status }) => slice === 'proof' && status === 'fail');
    if (refusal === undefined || comparators >= PROVEN_MINIMUM) continue;
    smallestClaim = Math.min(smallestClaim, comparators);
    const { kind, reason } = event.decision;
    impostor ??= {
      number: event.number,
      comparators,
      visible: verdicts[0]!.checks[0]!,
      refusal,
      decision: `${kind}: ${reason}`,
    };
  }
  ledger.close();
  return { impostor, smallestKept, smallestClaim };
}
