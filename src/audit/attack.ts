import type { FileEdit } from '../kernel/contracts/proposer.ts';

/** The unmodified workspace, as attacks are made from it. */
export interface Reference {
  /** Its editable files, by path. */
  readonly editable: { readonly [path: string]: string };
  /** Paths that no candidate may change. */
  readonly protectedPaths: readonly string[];
}

/** What an oracle worth trusting makes of an attack. */
export type Expectation =
  /** It is wrong: a verdict as good as the reference's is a hole. */
  | 'must-fail'
  /**
   * It gives the reference's answers, numbers a little off. A better score is the harvest of a tolerance, unless the
   * reference had slack: audit a winner to know.
   */
  | 'must-not-gain'
  /** It gives the reference's answers and falsifies what is measured beside them: a better score is a hole. */
  | 'must-not-profit'
  /** It is wrong on arguments that may be outside of what is asked: where it passes, that is worth knowing. */
  | 'shows-gap'
  /** It never ends, or answers without end: it must come to a verdict in time, and not to a good one. */
  | 'must-end'
  /** It changes what it may not: it must not even become a candidate. */
  | 'must-not-enter';

/** A candidate made to find out what an oracle lets through. */
export interface Attack {
  readonly name: string;
  /** What it does, in one line. */
  readonly does: string;
  readonly expectation: Expectation;
  readonly edits: readonly FileEdit[];
  /** True when it changes what the next evaluation runs by, so that it has to be judged again where it was judged. */
  readonly outlasts?: boolean;
}
