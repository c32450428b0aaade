import type { RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { SCREENING_INPUTS, screenedScore } from '../../kernel/run-state.ts';

/** Figures of the first objective that were measured more than once on the same inputs. */
export interface FigureRepeats {
  readonly repeated: number;
  readonly differing: number;
}

/**
 * Watches whether the same candidate on the same inputs comes to the same figure: within a decision, and where the winner
 * is screened once more at the end. Remembers one decision.
 */
export function createRepeatWatch(): {
  readonly observe: (event: RunEvent, before: RunState) => void;
  readonly repeats: () => FigureRepeats;
} {
  let known = new Map<string, number>();
  let repeated = 0;
  let differing = 0;
  const compare = (earlier: number, now: number | null): void => {
    repeated += 1;
    if (earlier !== now) differing += 1;
  };
  return {
    observe: (event, { task, incumbent }) => {
      if (task === null) return;
      if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened') known = new Map();
      if (event.type === 'candidate-judged') {
        const key = `${event.judged} ${event.verdict.inputs}`;
        const figure = screenedScore(task, event.verdict);
        const earlier = known.get(key);
        if (figure === null) return;
        if (earlier !== undefined) compare(earlier, figure);
        known.set(key, figure);
      }
      if (event.type === 'confirmation-judged' && event.verdict.inputs === SCREENING_INPUTS) {
        const earlier = incumbent && screenedScore(task, incumbent.screened);
        // A winner that does not come to a figure any more came out otherwise.
        if (earlier !== null) compare(earlier, screenedScore(task, event.verdict));
      }
    },
    repeats: () => ({ repeated, differing }),
  };
}
