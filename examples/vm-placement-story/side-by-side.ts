import type { Candidate } from '../../src/kernel/candidate.ts';
import type { RunState } from '../../src/kernel/run-state.ts';
import type { Verdict } from '../../src/kernel/verdict.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { withJudge } from '../../src/surfaces/with-judge.ts';
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
    const composition = {
      frozen,
      store,
      oracleSeed: QUESTIONS,
      isolation: 'required',
      signed: false,
      workers: 1,
      oracleSeconds: null,
    } as const;
    return await withJudge(composition, async (judge) => {
      await judge.proveSandbox();
      const { signal } = new AbortController();
      const verdictOn = async (candidate: Candidate): Promise<Verdict> => {
        const order = { mode: 'fresh', inputs: QUESTIONS, scope: 'all' } as const;
        return (await judge.judge({ candidate, ...order, signal })).verdict;
      };
      return {
        baseline: await verdictOn(baseline!.candidate),
        winner: await verdictOn(incumbent!.candidate),
      };
    });
  } finally {
    store.close();
  }
}
