import { pathMatcher } from '../workspace/paths.ts';

/** The paths that a proposal should change. */
export interface FocusedPaths {
  readonly includes: (path: string) => boolean;
  /** What to add to "no file" where it includes none. */
  readonly place: string;
}

/** @param focus globs; left out, any path */
export function focusedPaths(focus: readonly string[] | undefined): FocusedPaths {
  if (focus === undefined) return { includes: () => true, place: '' };
  return { includes: pathMatcher(focus), place: ` among ${focus.join(', ')}` };
}
