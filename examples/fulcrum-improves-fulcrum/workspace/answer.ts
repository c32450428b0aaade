import { fading, furtherMutation, preference, WEIGHTS } from './policy.ts';

/** What became of an operator's proposals so far, earlier ones faded. */
interface OperatorCounts {
  readonly id: string;
  readonly kept: number;
  readonly tried: number;
}

/** Where a search stands: its operators in their order, always the same. */
interface Standing {
  readonly operators: readonly OperatorCounts[];
  readonly stale: number;
  readonly spent: number;
}

interface Advice {
  readonly weights: readonly number[];
  readonly fading: number;
  readonly furtherMutation: number;
}

/** For the next proposal of each search: how often to draw each operator, and the numbers that hold for all of them. */
export function answer(standings: readonly Standing[]): readonly Advice[] {
  return standings.map(({ operators, stale, spent }) => ({
    weights: operators.map(({ id, kept, tried }) => WEIGHTS[id]! * preference(kept, tried)),
    fading: fading(),
    furtherMutation: furtherMutation(stale, spent),
  }));
}
