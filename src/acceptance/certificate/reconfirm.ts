import type {
  ConfirmationRole,
  ConfirmedMetric,
  PairedFigures,
  Reconfirmation,
} from '../../kernel/confirmation.ts';
import { FINAL_INPUTS } from '../../kernel/confirmation.ts';
import { gain } from '../../kernel/objective.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { screenedScore } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { VerdictPair } from './paired-figures.ts';
import { pairedFigures } from './paired-figures.ts';

/** A verdict of a confirmation with whose it is, as its entry has it. */
export interface ConfirmationJudgement {
  readonly role: ConfirmationRole;
  readonly step: number | null;
  readonly verdict: Verdict;
}

/**
 * What the fresh verdicts on winner and baseline say beside the gain the run reported. A run reports the largest of many
 * measured gains, so that its noise is counted in; on fresh questions it is not (the winner's curse).
 *
 * @param state of the run, with the winner as its incumbent
 */
export function reconfirmationOf(
  task: Task,
  state: Pick<RunState, 'baseline' | 'incumbent'>,
  judgements: readonly ConfirmationJudgement[],
): Reconfirmation {
  const all = pairsOf(judgements, 'baseline', null);
  const [final, pairs] = [all.filter(isFinal), all.filter((pair) => !isFinal(pair))];
  const objectives = task.objectives.map(({ slice, metric, direction }) => {
    const gains = pairedFigures({ slice, metric, direction }, pairs);
    return { slice, metric, visibility: 'visible', final: false, gains } as const;
  });
  const heldOut = task.slices.heldOut.flatMap((slice): readonly ConfirmedMetric[] => {
    const { name, metric, direction } = slice;
    if (metric === null) return [];
    const once = slice.final === true;
    const gains = pairedFigures({ slice: name, metric, direction }, once ? final : pairs);
    if (gains.pairs === 0) return [];
    return [{ slice: name, metric, visibility: 'held-out', final: once, gains }];
  });
  const metrics = [...objectives, ...heldOut];
  return { reportedGain: reportedGain(task, state), confirmedGain: metrics[0]!.gains.mean, metrics };
}

/** What the winner gains on the first objective over itself without a step. */
export function ablationFigures(
  task: Task,
  step: number,
  judgements: readonly ConfirmationJudgement[],
): PairedFigures {
  return pairedFigures(task.objectives[0]!, pairsOf(judgements, 'ablated', step));
}

function isFinal({ first }: VerdictPair): boolean {
  return first.inputs === FINAL_INPUTS;
}

function reportedGain(
  task: Task,
  { baseline, incumbent }: Pick<RunState, 'baseline' | 'incumbent'>,
): number | null {
  const before = baseline && screenedScore(task, baseline.screened);
  const after = incumbent && screenedScore(task, incumbent.screened);
  return before === null || after === null ? null : gain(task.objectives[0]!, after, before);
}

/** The winner's verdicts beside those of another on the same inputs. */
function pairsOf(
  judgements: readonly ConfirmationJudgement[],
  role: ConfirmationRole,
  step: number | null,
): readonly VerdictPair[] {
  const others = new Map(
    judgements
      .filter((judgement) => judgement.role === role && judgement.step === step)
      .map(({ verdict }) => [verdict.inputs, verdict]),
  );
  return judgements.flatMap(({ role: own, verdict: first }) => {
    const second = others.get(first.inputs);
    return own === 'winner' && second !== undefined ? [{ first, second }] : [];
  });
}
