import type { ServerResponse } from 'node:http';
import type { BackendFailureFacts } from './backend.ts';
import type { CallOutcome } from './call-record.ts';
import type { FailureKind, Protocol } from './protocol.ts';
import type { BudgetRefusal } from './spending.ts';

/** Why the meter itself answers, and how. */
export interface CallFailure {
  readonly outcome: CallOutcome;
  readonly status: number;
  readonly kind: FailureKind;
  readonly code: `FULCRUM_E_${string}`;
  readonly message: string;
  /** Seconds after which another try makes sense. */
  readonly retryAfter?: number;
}

/** The status that web servers log for a client that has hung up; nobody sees it. */
export const CLIENT_CLOSED = 499;

export function failureOfRefusal({ code, message, passing }: Omit<BudgetRefusal, 'by'>): CallFailure {
  const outcome = code === 'FULCRUM_E_MODEL_UNPRICED' ? 'unpriced' : 'over-budget';
  // Agents try again after 429 and give up after 402, as they should.
  if (passing) return { outcome, status: 429, kind: 'rate-limit', code, message, retryAfter: 1 };
  return { outcome, status: 402, kind: 'billing', code, message };
}

export function failureOfBackend({ kind, code, message }: BackendFailureFacts): CallFailure {
  switch (kind) {
    case 'unreachable':
      return { outcome: 'unreachable', status: 502, kind: 'server', code, message };
    case 'cut':
      return { outcome: 'cut', status: 502, kind: 'server', code, message };
    case 'timed-out':
      return { outcome: 'timed-out', status: 504, kind: 'server', code, message };
    case 'unmatched':
      return { outcome: 'unmatched', status: 400, kind: 'invalid-request', code, message };
    case 'over-budget':
    case 'budget-held':
      return failureOfRefusal({
        code: code as BudgetRefusal['code'],
        message,
        passing: kind === 'budget-held',
      });
  }
}

/** Tells the agent in its own protocol. */
export function sendFailure(outgoing: ServerResponse, protocol: Protocol, failure: CallFailure): void {
  if (outgoing.headersSent || outgoing.destroyed) {
    // The head of another reply is out: an end that looks in order would be a lie. What was written still goes out.
    outgoing.socket?.destroySoon();
    return;
  }
  const body = JSON.stringify(protocol.writeFailure(failure.kind, failure.code, failure.message));
  outgoing.writeHead(failure.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(failure.retryAfter === undefined ? {} : { 'retry-after': String(failure.retryAfter) }),
    // An agent whose request was not read to its end cannot use the connection again.
    ...(failure.status === 413 ? { connection: 'close' } : {}),
  });
  outgoing.end(body);
}
