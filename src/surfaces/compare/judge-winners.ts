import type { Candidate, Hash } from '../../kernel/candidate.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import type { FrozenTask } from '../../task/freeze-task.ts';
import { freezeTask } from '../../task/freeze-task.ts';
import { readOracleSeed } from '../oracle-seed.ts';
import type { ComparedRun } from './compared-run.ts';
import { withFreshJudge } from './fresh-judge.ts';
import { jointStore } from './joint-store.ts';
import type { ComparisonPlan } from './plan-comparison.ts';

/** Labels the questions of the comparison: asked in none of its runs. */
const QUESTIONS = 'comparison';

/** Verdicts on one set of questions, held-out ones included, each from a fresh sandbox. */
export interface FinalVerdicts {
  readonly baseline: Verdict;
  /** In the order of the runs. */
  readonly winners: readonly Verdict[];
}

/**
 * The task without limits on readings: the comparison is no run, and its one look at every winner must not end because an
 * answer of `thresholdout` to one of them was spent.
 */
function withoutReads(frozen: FrozenTask): FrozenTask {
  const { slices } = frozen.task;
  const heldOut = slices.heldOut.map((slice) => {
    const { reads, ...unlimited } = slice;
    return reads === undefined ? slice : unlimited;
  });
  return { ...frozen, task: { ...frozen.task, slices: { ...slices, heldOut } } };
}

/** Judges the baseline and the winner of every run on the same questions, which no candidate was selected by. */
export async function judgeWinners(
  plan: ComparisonPlan,
  runs: readonly ComparedRun[],
  isolation: 'required' | 'none',
): Promise<FinalVerdicts> {
  const ledgers = runs.map(({ directory }) => readLedger(directory));
  try {
    const store = jointStore(ledgers);
    const frozen = withoutReads(freezeTask(plan.defined, store));
    const oracleSeed = readOracleSeed(runs[0]!.directory, ledgers[0]!);
    return await withFreshJudge(frozen, store, oracleSeed, isolation, async (judge) => {
      const known = new Map<Hash, Promise<Verdict>>();
      const verdictOn = (candidate: Candidate): Promise<Verdict> => {
        const verdict = known.get(candidate.tree) ?? judge(candidate, QUESTIONS, 'all');
        known.set(candidate.tree, verdict);
        return verdict;
      };
      const baseline = verdictOn(runs[0]!.baseline);
      const winners = runs.map(({ winner }) => verdictOn(winner));
      return { baseline: await baseline, winners: await Promise.all(winners) };
    });
  } finally {
    for (const ledger of ledgers) ledger.close();
  }
}
