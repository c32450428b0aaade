import { createHash } from 'node:crypto';
import type { CallRecord } from './call-record.ts';
import type { CallFailure } from './failure.ts';
import type { LetIn } from './let-in.ts';
import type { MeterContext } from './meter-context.ts';
import type { ModelRequest, Protocol } from './protocol.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import type { Relayed } from './relay-reply.ts';
import type { Charge } from './spending.ts';
import type { TokenHolder } from './token-holder.ts';

/** A call that reached a backend, and what came of it. */
interface PassedCall extends Pick<LetIn, 'call' | 'backend' | 'bound'> {
  readonly result: Relayed & { readonly attempts: number };
  readonly charge: Charge;
  readonly charged: CallRecord['charged'];
}

export interface OpenRecord {
  readonly refused: (failure: CallFailure, request: ModelRequest | null) => CallRecord;
  readonly passed: (passed: PassedCall) => CallRecord;
  /** What is to be said of the call if its end is never seen. */
  readonly lost: (begun: Pick<LetIn, 'call' | 'backend' | 'bound'>) => CallRecord;
}

/** Takes a number for a call and the time of its beginning. Whatever it writes is without secrets. */
export function openRecord(
  protocol: Protocol,
  holder: TokenHolder | null,
  { clock, nextCall, secrets }: MeterContext,
): OpenRecord {
  const startedAt = clock.now();
  const call = nextCall();
  const clean = (text: string | null): string | null => text && redactSecrets(text, secrets).text;
  const common = (
    request: ModelRequest | null,
  ): Pick<
    CallRecord,
    'call' | 'holder' | 'protocol' | 'model' | 'stream' | 'startedAt' | 'milliseconds'
  > => ({
    call,
    holder: holder?.label ?? null,
    protocol: protocol.name,
    model: clean(request?.model ?? null),
    stream: request?.stream ?? false,
    startedAt,
    milliseconds: clock.now() - startedAt,
  });
  const sentFacts = (
    { body }: LetIn['call'],
    { name }: LetIn['backend'],
    bound: LetIn['bound'],
  ): Pick<CallRecord, 'backend' | 'unpriced' | 'requestDigest' | 'requestBytes'> => ({
    backend: name,
    unpriced: bound.unpriced.map((reason) => clean(reason)!),
    requestDigest: createHash('sha256').update(body).digest('hex'),
    requestBytes: Buffer.byteLength(body),
  });
  return {
    refused: ({ outcome, status, code, message }, request) => ({
      ...common(request),
      backend: null,
      outcome,
      status,
      code,
      message: clean(message),
      usage: null,
      money: 0,
      charged: 'nothing',
      unpriced: [],
      attempts: 0,
      requestDigest: null,
      replyDigest: null,
      requestBytes: 0,
      replyBytes: 0,
    }),
    passed: ({ call: sent, backend, bound, result, charge, charged }) => ({
      ...common(sent.request),
      ...sentFacts(sent, backend, bound),
      outcome: result.outcome,
      status: result.status,
      code: result.code,
      message: clean(result.message),
      usage: result.usage,
      money: charge.money,
      charged,
      attempts: result.attempts,
      replyDigest: result.digest,
      replyBytes: result.bytes,
    }),
    lost: ({ call: sent, backend, bound }) => ({
      ...common(sent.request),
      ...sentFacts(sent, backend, bound),
      outcome: 'lost',
      status: 0,
      code: 'FULCRUM_E_CALL_LOST',
      message: 'the process was killed before the call ended; it is charged with the most it can have cost',
      usage: null,
      money: bound.money,
      charged: 'bound',
      attempts: 1,
      replyDigest: null,
      replyBytes: 0,
    }),
  };
}
