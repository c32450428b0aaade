import type { Candidate } from '../../src/kernel/candidate.ts';
import type { RunState } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { withFreshJudge } from '../../src/surfaces/compare/fresh-judge.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';

const SLICES = ['searches', 'other-kinds'] as const;

/** Winner against first policy on one slice, in pairs on the same fresh tasks. */
export interface Again {
  readonly slice: (typeof SLICES)[number];
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly meanGain: number;
  /** Of as many wins or more among as many pairs that differ, were both equally good: the sign test, one-sided. */
  readonly probability: number;
}

/** Judges the two on labels that no decision used. Says nothing to the run: its ledger stays as it is. */
export async function judgeAgain(
  task: DefinedTask,
  directory: string,
  { baseline, incumbent }: RunState,
  pairs: number,
): Promise<readonly Again[]> {
  const store = openLedger(directory);
  try {
    const frozen = freezeTask(task, store);
    return await withFreshJudge(frozen, store, 'judged again', 'required', async (judge) => {
      const gains: { readonly [slice in (typeof SLICES)[number]]: number[] } = {
        searches: [],
        'other-kinds': [],
      };
      for (let pair = 0; pair < pairs; pair += 1) {
        const verdictOn = (candidate: Candidate) => judge(candidate, `again-${pair}`, 'all');
        const first = await verdictOn(baseline!.candidate);
        const winner = await verdictOn(incumbent!.candidate);
        for (const slice of SLICES)
          gains[slice].push(metricOf(winner, slice, 'progress')! - metricOf(first, slice, 'progress')!);
      }
      return SLICES.map((slice) => ({ slice, ...summarise(gains[slice]) }));
    });
  } finally {
    store.close();
  }
}

export function summarise(gains: readonly number[]): Omit<Again, 'slice'> {
  const wins = gains.filter((gain) => gain > 0).length;
  const losses = gains.filter((gain) => gain < 0).length;
  return {
    wins,
    losses,
    ties: gains.length - wins - losses,
    meanGain: gains.reduce((sum, gain) => sum + gain, 0) / gains.length,
    probability: atLeast(wins, wins + losses),
  };
}

/** P(X >= wins) for X of Bin(trials, 1/2). */
function atLeast(wins: number, trials: number): number {
  let term = 0.5 ** trials;
  let sum = 0;
  for (let count = 0; count <= trials; count += 1) {
    if (count >= wins) sum += term;
    term *= (trials - count) / (count + 1);
  }
  return sum;
}
