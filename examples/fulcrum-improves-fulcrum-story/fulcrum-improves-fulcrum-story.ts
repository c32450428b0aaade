/**
 * Searches a better policy for Fulcrum's own mutation proposer and says whether one was found: a fixed commit of Fulcrum
 * judges outside the loop, two-stage acceptance keeps, and what was kept is put to the test once more against the first
 * policy, on fresh tasks of the kinds searched on and of kinds that decided nothing. Exits with 1 when something it
 * claims does not hold; that nothing was found is no failure.
 * `node examples/fulcrum-improves-fulcrum-story/fulcrum-improves-fulcrum-story.ts [evaluations] [seed] [pairs]`
 */
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { readText } from '../../src/workspace/tree.ts';
import { FIXED_COMMIT } from '../fulcrum-improves-fulcrum/oracle/fixed-fulcrum.ts';
import { printClaims } from '../main-job/claim.ts';
import { exampleDirectory, freshRunDirectory } from '../main-job/example-directory.ts';
import { judgeAgain } from './judge-again.ts';

const EXAMPLE = 'fulcrum-improves-fulcrum';

const [evaluations = 20, seed = 1, pairs = 40] = process.argv
  .slice(2)
  .filter((argument) => /^\d+$/.test(argument))
  .map(Number);
const output = createOutput(process.argv.includes('--json'));
const task = overrideTask(loadTask(exampleDirectory(EXAMPLE)), {
  seed: String(seed),
  budget: { evaluations, wallSeconds: null },
});
const directory = freshRunDirectory(EXAMPLE, `story-${seed}`);
const { state } = await runTask(task, { directory });
const { baseline, incumbent, decisions, confirmations } = state;
output.text(
  `seed ${seed}, judged by ${FIXED_COMMIT.slice(0, 7)}: ${state.spending.evaluations} policies judged, ` +
    `${confirmations.made} confirmations, ${decisions.keep} kept, ${decisions.inconclusive} inconclusive`,
);

const isKept = incumbent!.candidate.number !== baseline!.candidate.number;
if (isKept) {
  const again = await judgeAgain(task, directory, state, pairs);
  for (const { slice, wins, losses, ties, meanGain, probability } of again) {
    output.data({ type: 'again', slice, wins, losses, ties, meanGain, probability });
    output.text(
      `${slice}: better in ${wins} of ${wins + losses} pairs that differ (${ties} ties), mean gain ${meanGain.toFixed(4)}; ` +
        `at least as many by chance: ${probability.toPrecision(2)}`,
    );
  }
  output.text(winnerText());
  output.text(
    'To merge it, carry its numbers into src/proposers/mutation/bandit.ts and the weights of the operators: a change ' +
      'like any other, with its tests and a review by a person. Nothing of it has been merged.',
  );
} else {
  output.text('Nothing was kept: no policy was shown to be better than the one there is.');
}

process.exitCode = printClaims(
  [
    {
      claim: 'keeps are no more than confirmations passed',
      holds: decisions.keep === confirmations.kept && confirmations.kept <= confirmations.made,
    },
    {
      claim: 'whatever stands at the end was judged in a fresh sandbox',
      holds: incumbent!.fresh.mode === 'fresh' && incumbent!.fresh.sandbox.level !== 'none',
    },
  ],
  output,
)
  ? 0
  : 1;

function winnerText(): string {
  const ledger = readLedger(directory);
  try {
    return readText(ledger, incumbent!.candidate.tree, 'policy.ts')!;
  } finally {
    ledger.close();
  }
}
