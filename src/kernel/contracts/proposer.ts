import type { Author } from '../authorship.ts';
import type { Candidate, Provenance } from '../candidate.ts';
import type { VisibleFeedback } from '../feedback.ts';
import type { Json } from '../json.ts';
import type { Random } from '../random.ts';
import type { ProposalOutcome } from './strategy.ts';

/** A file's new content; null deletes it. */
export interface FileEdit {
  readonly path: string;
  readonly content: string | null;
}

/** The files of one workspace version, for reading. */
export interface WorkspaceView {
  /** Paths of the editable files, sorted. */
  readonly editable: () => readonly string[];
  /** Text of any file, or null when there is none. */
  readonly read: (path: string) => string | null;
}

/** A parent as a proposer sees it. */
export interface ParentView {
  readonly candidate: Candidate;
  readonly files: WorkspaceView;
  readonly feedback: VisibleFeedback;
}

export interface ProposalRequest<State extends Json = Json> {
  readonly number: number;
  /** The one to change first; further ones are mates for a crossover. Never empty. */
  readonly parents: readonly ParentView[];
  /**
   * `start` asks for something new rather than a variation of the parent, `repair` for a parent that does not pass to be
   * made to, `ablate` for a part of it to be taken out, so that its worth is seen.
   */
  readonly intent: ProposalIntent;
  /** Globs of the paths to change; left out, any editable one. */
  readonly focus?: readonly string[];
  readonly random: Random;
  readonly state: State;
  readonly signal: AbortSignal;
}

export type ProposalIntent = 'start' | 'vary' | 'repair' | 'ablate';

export type Proposal =
  | { readonly kind: 'edit'; readonly edits: readonly FileEdit[]; readonly provenance: Provenance }
  | {
      readonly kind: 'nothing';
      readonly reason: string;
      /** What was done in vain, where that cost something. */
      readonly provenance?: Provenance;
      /** The budget of money does not allow another try: ends the run. */
      readonly overBudget?: boolean;
    };

/**
 * Suggests changes. A failed suggestion is a `nothing` with its reason; a throw stops the run. Its state is a fold over
 * outcomes, so that a resumed run proposes what the interrupted one would have.
 */
export interface Proposer<State extends Json = Json> {
  readonly id: string;
  /** True when it cannot write hostile code, so that its candidates may be screened in a shared process. */
  readonly trusted: boolean;
  /** Who makes its changes, unless a proposal names its author itself; left out where nobody can say. */
  readonly author?: Pick<Author, 'kind' | 'family'>;
  readonly start: () => State;
  readonly observe: (state: State, outcome: ProposalOutcome) => State;
  /** Called once before a run judges anything; a throw keeps it from starting. Left out, there is nothing to look for. */
  readonly prepare?: () => Promise<void>;
  readonly propose: (request: ProposalRequest<State>) => Promise<Proposal>;
}
