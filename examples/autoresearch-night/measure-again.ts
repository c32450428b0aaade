import { availableParallelism } from 'node:os';
import type { Candidate } from '../../src/kernel/candidate.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { withJudge } from '../../src/surfaces/with-judge.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';

/** Names the questions: the same for every night, and asked in none of them. */
const QUESTIONS = 'the morning after';

/**
 * Trains candidates of a run again, each with the same `seeds` seeds and questions that no decision has seen. Bits per byte
 * on the half of the passage that is held out: a row for each candidate, a column for each seed.
 *
 * @throws Error when one of them no longer passes
 */
export async function measureAgain(
  task: DefinedTask,
  directory: string,
  candidates: readonly Candidate[],
  seeds: number,
): Promise<readonly (readonly number[])[]> {
  const store = openLedger(directory);
  try {
    const composition = {
      frozen: freezeTask(task, store),
      store,
      oracleSeed: QUESTIONS,
      isolation: 'required',
      signed: false,
      workers: availableParallelism(),
      oracleSeconds: null,
    } as const;
    return await withJudge(composition, async (judge) => {
      await judge.proveSandbox();
      const { signal } = new AbortController();
      const measure = async (candidate: Candidate, seed: number): Promise<number> => {
        const order = { mode: 'screened', inputs: `${QUESTIONS} ${seed}`, scope: 'all', signal } as const;
        const { verdict } = await judge.judge({ candidate, ...order });
        const bits = metricOf(verdict, 'later', 'bits');
        if (bits === null)
          throw new Error(`candidate ${candidate.number} no longer passes: ${verdict.reason}`);
        return bits;
      };
      const rows: number[][] = [];
      for (const candidate of candidates) {
        const row = Array.from({ length: seeds }, (_, seed) => measure(candidate, seed));
        rows.push(await Promise.all(row));
      }
      return rows;
    });
  } finally {
    store.close();
  }
}
