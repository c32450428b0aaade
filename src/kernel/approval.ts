import type { Hash } from './candidate.ts';
import type { Decision } from './decision.ts';

/** A keep that a person has to agree to first. The candidate stays open until there is an answer. */
export interface ApprovalRequest {
  /** What the acceptance rule decided: always a keep. */
  readonly decision: Decision;
  /** The incumbent it would replace. */
  readonly against: number;
  /** Digest of the change from that incumbent to the candidate: what the person has to be shown. */
  readonly diff: Hash;
}

/** What a person answered. The first answer stands. */
export interface ApprovalAnswer {
  /** The candidate's number. */
  readonly number: number;
  readonly approved: boolean;
  readonly who: string;
  /** One line, in the person's words. */
  readonly reason: string;
  /**
   * What this person had to look at the change. Answered by command: since it was last shown to them. On the page: while
   * it was in sight.
   */
  readonly dwellSeconds: number;
  /** Digest of the change that was shown. */
  readonly diff: Hash;
}

/** How a requested keep comes out. The person's own words stand beside it, in the answer. */
export function answeredDecision(requested: Decision, approved: boolean): Decision {
  return approved ? requested : { ...requested, kind: 'discard', reason: 'a person refused it' };
}
