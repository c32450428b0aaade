import type { JudgeRequest } from '../../kernel/contracts/judge.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { FrozenTask } from '../../task/freeze-task.ts';
import { withJudge } from '../with-judge.ts';

export type JudgeOne = (
  candidate: JudgeRequest['candidate'],
  inputs: string,
  scope: 'visible' | 'all',
) => Promise<Verdict>;

/** Hands out a judge whose every verdict comes from a fresh sandbox that has proved itself. */
export function withFreshJudge<Result>(
  frozen: FrozenTask,
  store: BlobStore,
  oracleSeed: string,
  isolation: 'required' | 'none',
  use: (judge: JudgeOne) => Promise<Result>,
): Promise<Result> {
  const composition = {
    frozen,
    store,
    oracleSeed,
    isolation,
    signed: false,
    workers: null,
    oracleSeconds: null,
  };
  return withJudge(composition, async (judge) => {
    await judge.proveSandbox();
    const { signal } = new AbortController();
    return use(async (candidate, inputs, scope) => {
      const { verdict } = await judge.judge({ candidate, mode: 'fresh', inputs, scope, signal });
      return verdict;
    });
  });
}
