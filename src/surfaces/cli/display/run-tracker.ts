import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import type { RunState } from '../../../kernel/run-state.ts';
import { emptyRunState, foldRun, screenedScore } from '../../../kernel/run-state.ts';
import type { ActiveClock } from '../../../report/active-clock.ts';
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

/** What is known of a run that was interrupted, without reading it through. */
export interface EarlierRun {
  readonly state: RunState;
  /** Seconds it was worked on. */
  readonly seconds: number;
  /** ISO 8601 time of its last entry. */
  readonly endedAt: string;
}

export interface RunTracker {
  /** Goes on from an earlier run: its curve is one step, from the baseline to where it stands. */
  readonly restore: (earlier: EarlierRun) => void;
  readonly observe: (entry: StoredEntry) => void;
  readonly view: () => RunView;
}

/** Follows one run's entries in constant memory. */
export function createRunTracker(): RunTracker {
  let state = emptyRunState;
  let outcomes = noOutcomes;
  let clock: ActiveClock = createClock();
  const curve = createStepCurve(CURVE_POINTS);
  return {
    restore({ state: reached, seconds, endedAt }) {
      state = reached;
      outcomes = earlierOutcomes(reached);
      clock = createClock({ seconds, endedAt });
      const scores = [baselineScore(reached), incumbentScore(reached)];
      for (const [index, score] of scores.entries()) {
        if (score !== null) curve.record(index * reached.spending.evaluations, score);
      }
    },
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

/** Counted from the decisions: that a discarded candidate had failed a check is not told apart. */
function earlierOutcomes({ decisions, refusals }: RunState): OutcomeCounts {
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
  const { keep, discard, crash, inconclusive, escalate } = decisions;
  return { kept: keep, discarded: discard, invalid: crash, inconclusive, escalated: escalate, refused };
}

/** The incumbent's visible score, or null before the baseline was judged. */
export function incumbentScore({ task, incumbent }: RunState): number | null {
  return task === null || incumbent === null ? null : screenedScore(task, incumbent.screened);
}

/** The baseline's visible score, or null before it was judged. */
export function baselineScore({ task, baseline }: RunState): number | null {
  return task === null || baseline === null ? null : screenedScore(task, baseline.screened);
}
