import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { CallRecord } from '../call-record.ts';
import type { Meter } from '../meter.ts';
import { startMeter } from '../meter.ts';
import type { MeterOptions } from '../meter-options.ts';
import type { PriceTable } from '../price-table.ts';
import type { ConversationName, ProtocolName } from '../protocol.ts';
import { textOf } from '../plain-fields.ts';
import { PROTOCOLS } from '../protocols/index.ts';
import type { MeterBudget } from '../spending.ts';

export const UNLIMITED: MeterBudget = { money: null, tokens: null, calls: null, allowUnpriced: false };

/** One model with prices that are easy to reckon with: USD 1 for a million input tokens, 10 for output. */
export const PRICES: PriceTable = new Map([
  [
    'priced',
    [
      {
        model: 'priced',
        upToInputTokens: null,
        input: 1,
        cachedInput: 0.1,
        cacheWriteShort: 1.25,
        cacheWriteLong: 2,
        output: 10,
        maximumOutputTokens: 1000,
        asOf: '2026-11-21',
        source: 'https://example.test/prices',
      },
    ],
  ],
]);

export const TOKEN = 'fulcrum-run-test-token-0123456789';

export interface TestMeter {
  readonly meter: Meter;
  readonly records: readonly CallRecord[];
}

/** A meter that is closed when the test ends. */
export async function openMeter(options: Partial<MeterOptions>): Promise<TestMeter> {
  const records: CallRecord[] = [];
  const meter = await startMeter({
    backends: {},
    prices: PRICES,
    budget: UNLIMITED,
    token: TOKEN,
    onCall: (record) => records.push(record),
    ...options,
  });
  onTestFinished(() => meter.close().catch(() => {}));
  return { meter, records };
}

/** A request of the protocol with one message of the user. */
export function requestBody(protocol: ConversationName, text: string, more: JsonObject = {}): JsonObject {
  const messages = [{ role: 'user', content: text }];
  switch (protocol) {
    case 'anthropic-messages':
      return { model: 'priced', max_tokens: 100, messages, ...more };
    case 'openai-chat':
      return { model: 'priced', max_completion_tokens: 100, messages, ...more };
    case 'openai-responses':
      return { model: 'priced', max_output_tokens: 100, input: messages, ...more };
    case 'google-generate': {
      const contents = [{ role: 'user', parts: [{ text }] }];
      return { model: 'priced', contents, generationConfig: { maxOutputTokens: 100 }, ...more };
    }
  }
}

/** Calls a meter, or anything at that address, as an agent does. */
export function callModel(
  url: string,
  protocol: ProtocolName,
  body: JsonObject | string,
  key: string = TOKEN,
): Promise<Response> {
  const { address, sent } = addressed(protocol, body);
  return fetch(`${url}${address}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...keyHeader(protocol, key),
    },
    body: sent,
  });
}

/** Google's clients put the model, and whether they want a stream, into the address instead of the body. */
export function addressed(
  protocol: ProtocolName,
  body: JsonObject | string,
): { readonly address: string; readonly sent: string } {
  const { paths, path } = PROTOCOLS[protocol];
  if (paths === undefined)
    return { address: path, sent: typeof body === 'string' ? body : JSON.stringify(body) };
  if (typeof body === 'string')
    return { address: paths.write({ model: 'priced', stream: false }), sent: body };
  const { model, stream, ...rest } = body;
  const address = paths.write({ model: textOf(model), stream: stream === true });
  return { address, sent: JSON.stringify(rest) };
}

function keyHeader(protocol: ProtocolName, key: string): Readonly<Record<string, string>> {
  switch (protocol) {
    case 'anthropic-messages':
      return { 'x-api-key': key };
    case 'openai-chat':
    case 'openai-responses':
    case 'openai-embeddings':
      return { authorization: `Bearer ${key}` };
    case 'google-generate':
      return { 'x-goog-api-key': key };
  }
}
