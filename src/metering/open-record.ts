import { createHash } from 'node:crypto';
import type { CallRecord } from './call-record.ts';
import type { CallFailure } from './failure.ts';
import type { LetIn } from './let-in.ts';
import type { MeterContext } from './meter-context.ts';
import type { ModelRequest, Protocol } from './protocol.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import type { Relayed } from './relay-reply.ts';
import type { Charge } from './spending.ts';

/** A call that reached a backend, and what came of it. */
interface PassedCall extends Pick<LetIn, 'call' | 'backend' | 'bound'> {
  readonly result: Relayed & { readonly attempts: number };
  readonly charge: Charge;
  readonly charged: CallRecord['charged'];
}

export interface OpenRecord {
  readonly refused: (failure: CallFailure, request: ModelRequest | null) => CallRecord;
  readonly passed: (passed: PassedCall) => CallRecord;
}

/** Takes a number for a call and the time of its beginning. Whatever it writes is without secrets. */
export function openRecord(protocol: Protocol, { clock, nextCall, secrets }: MeterContext): OpenRecord {
  const startedAt = clock.now();
  const call = nextCall();
  const clean = (text: string | null): string | null => text && redactSecrets(text, secrets).text;
  const common = (
    request: ModelRequest | null,
  ): Pick<CallRecord, 'call' | 'protocol' | 'model' | 'stream' | 'startedAt' | 'milliseconds'> => ({
    call,
    protocol: protocol.name,
    model: clean(request?.model ?? null),
    stream: request?.stream ?? false,
    startedAt,
    milliseconds: clock.now() - startedAt,
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
      backend: backend.name,
      outcome: result.outcome,
      status: result.status,
      code: result.code,
      message: clean(result.message),
      usage: result.usage,
      money: charge.money,
      charged,
      unpriced: bound.unpriced.map((reason) => clean(reason)!),
      attempts: result.attempts,
      requestDigest: createHash('sha256').update(sent.body).digest('hex'),
      replyDigest: result.digest,
      requestBytes: Buffer.byteLength(sent.body),
      replyBytes: result.bytes,
    }),
  };
}
