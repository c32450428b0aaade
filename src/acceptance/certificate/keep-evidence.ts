import type { CertifiedKeep } from '../../kernel/certificate.ts';
import type { Judgement } from '../../kernel/contracts/acceptance.ts';
import type { Decision } from '../../kernel/decision.ts';
import { gain } from '../../kernel/objective.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { SCREENING_INPUTS, screenedScore } from '../../kernel/run-state.ts';
import { gradeOf } from '../../kernel/verdict.ts';

/** What is to be seen of the inputs a keep rests on. */
export interface KeepInputs {
  /** Nobody else was asked them: they carry the number of the decision. */
  readonly own: boolean;
  /** Every label was put to the candidate as often as to the incumbent, in fresh sandboxes. */
  readonly paired: boolean;
  /** Labels on which the candidate came first, and all of them. */
  readonly first: number;
  readonly labels: number;
}

/** A keep as the certificate has it; `before` and `after` are the run's states around its decision. */
export function certifiedKeep(decision: Decision, before: RunState, after: RunState): CertifiedKeep | null {
  const { task, incumbent } = before;
  const kept = after.incumbent;
  const objective = task?.objectives[0];
  if (task === null || objective === undefined || incumbent === null || kept === null) return null;
  const [own, other] = [screenedScore(task, kept.screened), screenedScore(task, incumbent.screened)];
  const compared = decision.comparisons.find(
    ({ slice, metric, against }) =>
      against === 'incumbent' && slice === objective.slice && metric === objective.metric,
  );
  return {
    number: kept.candidate.number,
    rule: decision.rule,
    selectedGain: own === null || other === null ? null : gain(objective, own, other),
    decidedGain: compared?.gain ?? null,
    test: decision.test ?? null,
    grade: gradeOf(kept.fresh),
  };
}

/** Looks at the fresh judgements of a keep, the screening left out. */
export function keepInputs(number: number, judgements: readonly Judgement[]): KeepInputs {
  const deciding = judgements.filter(
    ({ verdict }) => verdict.mode === 'fresh' && verdict.inputs !== SCREENING_INPUTS,
  );
  const labels = Map.groupBy(deciding, ({ verdict }) => verdict.inputs);
  const prefix = `decision-${number}`;
  const groups = [...labels.values()];
  return {
    own:
      labels.size > 0 &&
      [...labels.keys()].every((label) => label === prefix || label.startsWith(`${prefix}-`)),
    paired: groups.every((group) => {
      const own = group.filter(({ judged }) => judged === number).length;
      const others = Map.groupBy(
        group.filter(({ judged }) => judged !== number),
        ({ judged }) => judged,
      );
      return own > 0 && others.size > 0 && [...others.values()].every(({ length }) => length === own);
    }),
    first: groups.filter(([first]) => first?.judged === number).length,
    labels: labels.size,
  };
}
