import type { BlobStore } from '../../src/kernel/contracts/store.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { withFreshJudge } from '../../src/surfaces/compare/fresh-judge.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';
import type { PlausibleRepair } from './repairs.ts';

/** A plausible repair with what it was never told. */
export interface JudgedRepair extends PlausibleRepair {
  /** Tests outside the specification that fail. */
  readonly withheld: number;
  /** Hidden calls of 400 that come out otherwise than the original's. */
  readonly different: number;
}

/**
 * Judges plausible repairs in full, each in a fresh sandbox on the same hidden calls. In the run itself no candidate gets
 * that far: none is better than the original.
 *
 * @throws Error when one fails the specification it passed in the run: its game cannot be counted
 */
export async function judgeRepairs(
  task: DefinedTask,
  store: BlobStore,
  repairs: readonly PlausibleRepair[],
): Promise<readonly JudgedRepair[]> {
  const frozen = freezeTask(task, store);
  return await withFreshJudge(frozen, store, 'hidden differential', 'required', (judge) =>
    Promise.all(
      repairs.map(async (repair) => {
        const verdict = await judge(repair, 'hidden', 'all');
        // One that cannot even answer the hidden calls differs in all of them.
        const withheld = metricOf(verdict, 'withheld', 'failed') ?? Number.POSITIVE_INFINITY;
        const different = metricOf(verdict, 'differential', 'different') ?? Number.POSITIVE_INFINITY;
        if (metricOf(verdict, 'tests', 'failed') !== 0)
          throw new Error(`candidate ${repair.number} no longer passes its specification: ${verdict.reason}`);
        return { ...repair, withheld, different };
      }),
    ),
  );
}
