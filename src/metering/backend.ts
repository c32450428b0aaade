import type { ModelRequest, Protocol, ProtocolName } from './protocol.ts';
import { PROTOCOL_NAMES } from './protocol.ts';

/** A call as it goes to a model. */
export interface ModelCall {
  /** Whom its token was issued for; null for the run as a whole. */
  readonly holder: string | null;
  readonly protocol: Protocol;
  readonly request: ModelRequest;
  /** With its question mark; empty when the address has none. */
  readonly query: string;
  /** Only those that may leave: never the agent's credentials. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, written by the meter itself from what it has judged. */
  readonly body: string;
}

export interface BackendReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Throws a BackendFailure when the reply ends before its end. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Calls made, the last one included. */
  readonly attempts: number;
}

/** Where model calls go. */
export interface Backend {
  readonly name: string;
  readonly kind: 'http' | 'scripted' | 'recorded';
  /** Secrets it holds: nothing that is written may contain them. */
  readonly secrets: readonly string[];
  /** @throws BackendFailure when there is no reply */
  readonly send: (call: ModelCall, signal: AbortSignal) => Promise<BackendReply>;
  readonly close: () => void;
}

/** One place for the calls of every protocol. */
export function forAllProtocols(backend: Backend): Readonly<Record<ProtocolName, Backend>> {
  return Object.fromEntries(PROTOCOL_NAMES.map((name) => [name, backend])) as Record<ProtocolName, Backend>;
}

export interface BackendFailureFacts {
  readonly kind:
    | 'unreachable'
    | 'cut'
    | 'timed-out'
    | 'unmatched'
    /** A recording has it that the budget did not allow the call: at all, or while others were in flight. */
    | 'over-budget'
    | 'budget-held';
  /** Stable, for the agent and the record. */
  readonly code: `FULCRUM_E_${string}`;
  readonly message: string;
  /** False when the request cannot have reached a model, so that nothing can be owed. */
  readonly reached: boolean;
  readonly attempts: number;
}

/** There is no reply, or no more of it. */
export class BackendFailure extends Error {
  override readonly name = 'BackendFailure';
  readonly facts: BackendFailureFacts;

  constructor(facts: BackendFailureFacts) {
    super(facts.message);
    this.facts = facts;
  }
}
