import type { FollowedRun } from './followed-run.ts';
import type { LiveNews } from './protocol.ts';
import { scoreOf } from './run-card.ts';

/** More rows than this are asked for as columns. */
const MOST_ROWS = 300;

/** Tells one listener what came since it was told last. */
export function createNewsTeller(run: FollowedRun): () => LiveNews {
  let fold = run.fold();
  let seen = fold.decided.count();
  return () => {
    const replaced = run.fold() !== fold;
    fold = run.fold();
    const { state } = run.standing();
    const numbers = replaced ? null : fold.decided.since(seen);
    seen = fold.decided.count();
    return {
      sequence: fold.head()?.sequence ?? 0,
      evaluations: state.spending.evaluations,
      incumbent: scoreOf(state, 'incumbent'),
      decisions: state.decisions,
      phase: run.fault() === null ? state.phase : 'unreadable',
      rows:
        numbers === null || numbers.length > MOST_ROWS
          ? null
          : [...new Set(numbers)].flatMap((number) => {
              const row = fold.candidates.row(number);
              return row === null ? [] : [row];
            }),
    };
  };
}
