import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import type { RunState } from '../../../kernel/run-state.ts';
import { emptyRunState, foldRun, screenedScore } from '../../../kernel/run-state.ts';
import { createClock } from '../../../report/active-clock.ts';
import type { OutcomeCounts } from '../../../report/outcome.ts';
import { countOutcome, noOutcomes, outcomeOf, uncountOutcome } from '../../../report/outcome.ts';
import type { StepCurve } from '../../../report/step-curve.ts';
import { createStepCurve } from '../../../report/step-curve.ts';

/** More points than the widest terminal has dots would not be seen. */
const CURVE_POINTS = 400;

export interface RunView {
  readonly state: RunState;
  readonly outcomes: OutcomeCounts;
  readonly curve: StepCurve;
  readonly seconds: number;
  /** Time of the last entry, in milliseconds since 1970; null before the first. */
  readonly lastAt: number | null;
}

export interface RunTracker {
  readonly observe: (entry: StoredEntry) => void;
  readonly view: () => RunView;
}

/** Follows one run's entries in constant memory. */
export function createRunTracker(): RunTracker {
  let state = emptyRunState;
  let outcomes = noOutcomes;
  const clock = createClock();
  const curve = createStepCurve(CURVE_POINTS);
  return {
    observe(entry) {
      const { event } = entry;
      const outcome = outcomeOf(state, event);
      state = foldRun(state, event);
      clock.observe(entry);
      if (outcome !== null) outcomes = countOutcome(outcomes, outcome);
      if (event.type === 'candidate-reopened') {
        outcomes = uncountOutcome(outcomes, event.previous === 'crash' ? 'invalid' : 'discarded');
      }
      const score = incumbentScore(state);
      if (score !== null) curve.record(state.spending.evaluations, score);
    },
    view: () => {
      const endedAt = clock.endedAt();
      const lastAt = endedAt === null ? null : Date.parse(endedAt);
      return { state, outcomes, curve: curve.curve(), seconds: clock.seconds(), lastAt };
    },
  };
}

/** The incumbent's visible score, or null before the baseline was judged. */
export function incumbentScore({ task, incumbent }: RunState): number | null {
  return task === null || incumbent === null ? null : screenedScore(task, incumbent.screened);
}

/** The baseline's visible score, or null before it was judged. */
export function baselineScore({ task, baseline }: RunState): number | null {
  return task === null || baseline === null ? null : screenedScore(task, baseline.screened);
}
