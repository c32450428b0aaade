import type { RunState } from '../../src/kernel/run-state.ts';
import type { Verdict } from '../../src/kernel/verdict.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { withFreshJudge } from '../../src/surfaces/compare/fresh-judge.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';

/** Verdicts on the same questions. */
export interface SideBySide {
  readonly baseline: Verdict;
  readonly winner: Verdict;
}

/** Names the questions: the same for every run that is compared, and asked in none of them. */
const QUESTIONS = 'side by side';

/**
 * Judges a run's baseline and winner once more, each in a fresh sandbox, on questions that are the same for all runs. The
 * verdicts in the ledger do for a decision, but each decision draws its own.
 */
export async function judgeSideBySide(
  task: DefinedTask,
  directory: string,
  { baseline, incumbent }: RunState,
): Promise<SideBySide> {
  const store = openLedger(directory);
  try {
    const frozen = freezeTask(task, store);
    return await withFreshJudge(frozen, store, QUESTIONS, 'required', async (judge) => ({
      baseline: await judge(baseline!.candidate, QUESTIONS, 'all'),
      winner: await judge(incumbent!.candidate, QUESTIONS, 'all'),
    }));
  } finally {
    store.close();
  }
}
