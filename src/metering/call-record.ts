import type { ProtocolName } from './protocol.ts';
import type { TokenUsage } from './token-usage.ts';

/** What became of a call. Each is recorded; none is silent. */
export type CallOutcome =
  | 'answered'
  /** The model declined; that is an answer and costs what it says. */
  | 'refused-by-model'
  | 'unauthorized'
  | 'malformed-request'
  | 'over-budget'
  | 'unpriced'
  /** The provider replied with an error, after as many attempts as are allowed. */
  | 'provider-error'
  | 'unreachable'
  | 'timed-out'
  /** The reply ended before its end. */
  | 'cut'
  | 'malformed-reply'
  | 'reply-too-large'
  | 'agent-gone'
  /** Neither script nor recording has a reply. */
  | 'unmatched'
  /** The process was killed before it ended. */
  | 'lost';

/** How a call was charged. */
export type ChargeBasis =
  /** By what the provider says it used. */
  | 'reported'
  /** By the most it can have used: it may have been answered, and nobody says how long. */
  | 'bound'
  | 'nothing';

/** One call as it is recorded: plain data, without secrets and without bodies. */
export interface CallRecord {
  /** From 1 on, in the order in which calls came. */
  readonly call: number;
  /** Whom its token was issued for, as `proposal 7`; null for the run as a whole, or for nobody's token. */
  readonly holder: string | null;
  readonly protocol: ProtocolName;
  /** Null where the request never said. */
  readonly model: string | null;
  readonly stream: boolean;
  readonly backend: string | null;
  readonly outcome: CallOutcome;
  /** HTTP status that the agent saw. */
  readonly status: number;
  /** `FULCRUM_E_...` and a sentence where a call was not answered. */
  readonly code: string | null;
  readonly message: string | null;
  readonly usage: TokenUsage | null;
  /** USD at list price; null when no price is known. With `unpriced` reasons it may have cost more. */
  readonly money: number | null;
  readonly charged: ChargeBasis;
  readonly unpriced: readonly string[];
  readonly attempts: number;
  /** SHA-256 of what was sent to the model, and of what came back as far as it came. */
  readonly requestDigest: string | null;
  readonly replyDigest: string | null;
  readonly requestBytes: number;
  readonly replyBytes: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
}
