import type { ApprovalAnswer } from '../../../kernel/approval.ts';
import type { Hash } from '../../../kernel/candidate.ts';
import type { Decision } from '../../../kernel/decision.ts';

/** A keep that waits for a person. */
export interface PendingKeep {
  readonly number: number;
  /** ISO 8601. */
  readonly since: string;
  /** The incumbent it would take the place of. */
  readonly against: number;
  readonly summary: string;
  /** What the acceptance rule decided. */
  readonly decision: Decision;
  /** Digest of the change between the two: an answer names it, so that it holds for what was seen. */
  readonly diff: Hash;
  /** Given already, and not yet taken up by the process that writes the run; null while nobody answered. */
  readonly answer: ApprovalAnswer | null;
}

export interface Approvals {
  /** Does every keep of this run wait for a person? */
  readonly required: boolean;
  readonly pending: readonly PendingKeep[];
  /** Latest first, at most a hundred; `at` in ISO 8601. */
  readonly given: readonly (ApprovalAnswer & { readonly at: string })[];
}

/** Body of POST `/approvals/:n`; answered with `Approvals`. */
export type ApprovalOrder = Omit<ApprovalAnswer, 'number'>;

/** Proposals of people: what GET `/proposals` answers. */
export interface Proposals {
  /** Why none can be made here, in one sentence for people; null where one can. */
  readonly closed: string | null;
  /** Globs of the paths that may be changed. */
  readonly editable: readonly string[];
  /** Newest first, at most a hundred. `takenBy` is the number it became; null while it waits. */
  readonly items: readonly {
    readonly id: number;
    readonly base: number;
    readonly summary: string;
    readonly author: string;
    readonly paths: readonly string[];
    readonly takenBy: number | null;
  }[];
}

/** Body of POST `/proposals`, answered with `ProposalReply`: a change of a candidate by a person. */
export interface ProposalOrder {
  readonly base: number;
  /** Search/replace blocks below their paths, whole files in fences, or a unified diff. */
  readonly change: string;
  /** Null names the files that change. */
  readonly summary: string | null;
  /** Null takes the name from the configuration of git. */
  readonly author: string | null;
}

export interface ProposalReply {
  /** Place in the inbox. */
  readonly id: number;
  readonly paths: readonly string[];
}
