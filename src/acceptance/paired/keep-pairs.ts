import type { Evidence } from '../../kernel/contracts/acceptance.ts';
import type { Task } from '../../kernel/task.ts';
import { claimEValue, strongestOf } from './sequential-test.ts';
import { weighStage } from './stage-evidence.ts';
import type { PairedRuleName } from './stages.ts';
import { stagesOf } from './stages.ts';

/** What the pairs say that a keep rests on, as they were recorded or measured again. */
export interface KeepPairs {
  /** Labels of their inputs, in order. */
  readonly inputs: readonly string[];
  /**
   * `shown`: they would keep the candidate. `contradicted`: the opposite of a claim is shown, which pairs of a candidate
   * for which it holds do with a probability of 1/20 at most. `failed`: one of the contenders does not pass, or a figure
   * is missing. `unclear`: none of these.
   */
  readonly standing: 'shown' | 'unclear' | 'contradicted' | 'failed';
  /** Of `failed`; else null. */
  readonly reason: string | null;
  readonly wins: number;
  readonly losses: number;
  readonly eValue: number;
  /** What the e-value had to reach. */
  readonly threshold: number;
}

/** @param evidence of the decision, with the judgements to weigh in place of those it was taken on */
export function weighKeepPairs(task: Task, rule: PairedRuleName, evidence: Evidence): KeepPairs {
  const { statistics } = task.acceptance;
  const stage = stagesOf(rule, statistics!, evidence.history, evidence.repeats).at(-1)!;
  const { pairs, better, standing } = weighStage(task, stage, evidence, 'fresh');
  const { wins, losses } = strongestOf(better);
  return {
    inputs: pairs.map(({ candidate }) => candidate.inputs),
    standing: standing.kind === 'open' || standing.kind === 'out-of-reach' ? 'unclear' : standing.kind,
    reason: standing.kind === 'failed' ? standing.reason : null,
    ...{ wins, losses, eValue: claimEValue(better), threshold: stage.threshold },
  };
}
