import type { Candidate } from '../../kernel/candidate.ts';
import type { Scored } from '../../kernel/contracts/strategy.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import { visibleFeedback } from '../../kernel/feedback.ts';
import { SCREENING_INPUTS, screenedScore } from '../../kernel/run-state.ts';
import { createStrategy } from '../../strategies/index.ts';
import { freezeTask } from '../../task/freeze-task.ts';
import { memoryStore } from '../../workspace/memory-store.ts';
import { pathMatcher } from '../../workspace/paths.ts';
import { editableBytes } from '../../workspace/view.ts';
import { withFreshJudge } from './fresh-judge.ts';
import type { ComparisonPlan, NotApplicable } from './plan-comparison.ts';
import { inapplicable } from './plan-comparison.ts';

/**
 * The plan without strategies that cannot work with what the oracle shows them of the baseline, which is judged for that.
 *
 * @throws FulcrumError `FULCRUM_E_STRATEGY_INAPPLICABLE` for one that was named
 */
export async function keepApplicable(
  plan: ComparisonPlan,
  isolation: 'required' | 'none',
): Promise<ComparisonPlan> {
  const store = memoryStore();
  const frozen = freezeTask(plan.defined, store);
  const provenance = { proposer: 'baseline', operator: 'none', summary: '' };
  const size = editableBytes(store, frozen.tree, pathMatcher(plan.defined.task.workspace.editable));
  const candidate: Candidate = { number: 0, tree: frozen.tree, parents: [], size, provenance };
  const verdict = await withFreshJudge(frozen, store, 'applicability', isolation, (judge) =>
    judge(candidate, SCREENING_INPUTS, 'visible'),
  );
  const { task } = plan.defined;
  const metrics = visibleFeedback(verdict).metrics;
  const scored: Scored = { candidate, score: screenedScore(task, verdict), metrics };
  const unfit = plan.strategies.flatMap((source): readonly NotApplicable[] => {
    try {
      createStrategy(source).start(scored, task.objectives[0]!);
      return [];
    } catch (error) {
      if (!isFulcrumError(error) || error.facts.domain !== 'usage') throw error;
      return [{ strategy: source.kind, why: error.facts.what }];
    }
  });
  if (!plan.lenient && unfit.length > 0) throw inapplicable(unfit[0]!);
  return {
    ...plan,
    strategies: plan.strategies.filter(({ kind }) => !unfit.some(({ strategy }) => strategy === kind)),
    notApplicable: [...plan.notApplicable, ...unfit],
  };
}
