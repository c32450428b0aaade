import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend, ModelCall } from './backend.ts';
import { BackendFailure } from './backend.ts';
import type { CallRecord } from './call-record.ts';
import { costOf } from './cost.ts';
import { CLIENT_CLOSED, failureOfBackend, failureOfRefusal, sendFailure } from './failure.ts';
import { letIn } from './let-in.ts';
import type { MeterContext } from './meter-context.ts';
import { openRecord } from './open-record.ts';
import type { PriceRow } from './price-table.ts';
import type { Protocol } from './protocol.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import type { Relayed } from './relay-reply.ts';
import { relayReply } from './relay-reply.ts';
import type { CallBound, Charge } from './spending.ts';
import type { TokenHolder } from './token-holder.ts';
import { totalTokens } from './token-usage.ts';

/** One call from its first byte to its record: let in, held against the budget, passed on, charged, recorded, ended. */
export async function meterCall(
  protocol: Protocol,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  caller: TokenHolder | null,
  signal: AbortSignal,
  context: MeterContext,
): Promise<void> {
  const opening = openRecord(protocol, caller, context);
  const entry = await letIn(protocol, incoming, caller, context);
  if ('failure' in entry) {
    context.write(opening.refused(entry.failure, entry.request), null);
    sendFailure(outgoing, protocol, entry.failure);
    return;
  }
  const { call, backend, rows, bound, holder } = entry;
  const admission = holder.spending.admit(bound);
  if (!admission.admitted) {
    const { refusal } = admission;
    holder.refused(refusal);
    const failure = failureOfRefusal(refusal);
    const reply = {
      kind: 'failure',
      failure: refusal.passing ? 'budget-held' : 'over-budget',
      code: refusal.code,
      message: refusal.message,
      reached: false,
    } as const;
    context.write(opening.refused(failure, call.request), { call, reply });
    sendFailure(outgoing, protocol, failure);
    return;
  }
  context.begin(opening.lost({ call, backend, bound }));
  const result = await passOn(call, backend, outgoing, signal, context);
  const { charge, charged } = chargeOf(result, rows, bound);
  admission.settle(charge);
  const record = opening.passed({ call, backend, bound, result, charge, charged });
  context.write(record, { call, reply: result.recorded });
  holder.note(record);
  result.finish();
}

interface Passed extends Relayed {
  readonly attempts: number;
}

async function passOn(
  call: ModelCall,
  backend: Backend,
  outgoing: ServerResponse,
  signal: AbortSignal,
  context: MeterContext,
): Promise<Passed> {
  const { maximumReplyBytes, secrets, keepBytes } = context;
  try {
    const reply = await backend.send(call, signal);
    const relayed = await relayReply(call, reply, {
      outgoing,
      signal,
      maximumReplyBytes,
      secrets,
      keepBytes,
    });
    return signal.aborted ? gone(outgoing) : { ...relayed, attempts: reply.attempts };
  } catch (error) {
    if (signal.aborted) return gone(outgoing);
    if (!(error instanceof BackendFailure)) throw error;
    const { kind, code, message, reached, attempts } = error.facts;
    const failure = failureOfBackend({ ...error.facts, message: redactSecrets(message, secrets).text });
    return {
      ...NOTHING_CAME,
      outcome: failure.outcome,
      status: failure.status,
      code,
      message: failure.message,
      isFree: !reached,
      recorded: { kind: 'failure', failure: kind, code, message, reached },
      finish: () => sendFailure(outgoing, call.protocol, failure),
      attempts,
    };
  }
}

const NOTHING_CAME = { usage: null, digest: createHash('sha256').digest('hex'), bytes: 0 };

function gone(outgoing: ServerResponse): Passed {
  const code = 'FULCRUM_E_AGENT_GONE';
  const message = 'the agent hung up before the reply ended';
  return {
    ...NOTHING_CAME,
    outcome: 'agent-gone',
    status: CLIENT_CLOSED,
    code,
    message,
    isFree: false,
    recorded: { kind: 'failure', failure: 'cut', code, message, reached: true },
    finish: () => outgoing.destroy(),
    attempts: 1,
  };
}

/** What a call is charged: what it says it used; the most it can have used where it does not say. */
function chargeOf(
  { usage, isFree }: Relayed,
  rows: readonly PriceRow[] | null,
  bound: CallBound,
): { readonly charge: Charge; readonly charged: CallRecord['charged'] } {
  const isUnpriced = bound.unpriced.length > 0;
  if (isFree) return { charge: { money: 0, tokens: 0, isUnpriced: false }, charged: 'nothing' };
  if (usage === null) {
    return { charge: { money: bound.money, tokens: bound.tokens, isUnpriced }, charged: 'bound' };
  }
  const money = rows === null ? null : costOf(rows, usage);
  const charge = { money, tokens: totalTokens(usage), isUnpriced: isUnpriced || money === null };
  return { charge, charged: 'reported' };
}
