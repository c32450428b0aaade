import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Backend } from './backend.ts';
import { forAllProtocols } from './backend.ts';
import { httpBackend } from './http-backend.ts';
import { loadPrices } from './price-table.ts';
import { CONVERSATION_NAMES } from './protocol.ts';
import type { ConversationName } from './protocol.ts';
import { defineScript } from './scripted/script.ts';
import { scriptedBackend } from './scripted/scripted-backend.ts';
import { createEventReader } from './server-sent-events.ts';
import { addressed, callModel, openMeter, requestBody, TOKEN, UNLIMITED } from './testing/meter-fixture.ts';
import { startScriptedProvider } from './testing/scripted-provider.ts';

const KEY = 'provider-key-0123456789';
const TEXT = 'The quick brown fox — ünï😀 — jumps over the lazy dog.';
const USAGE = { input: 1000, cachedInput: 200, output: 40 };
/** 1000 tokens at USD 1, 200 at 0.1 and 40 at 10 for a million. */
const COST = (1000 * 1 + 200 * 0.1 + 40 * 10) / 1e6;

const SCRIPT = defineScript({
  rules: [
    {
      when: { text: 'use a tool' },
      reply: { toolCalls: [{ name: 'edit', input: { path: 'a.ts' } }], usage: USAGE },
    },
    { when: { text: 'refuse' }, reply: { text: 'I will not.', refuse: true, usage: USAGE } },
    { when: {}, reply: { text: TEXT, usage: USAGE } },
  ],
});

async function openOverHttp(script = SCRIPT): Promise<
  Awaited<ReturnType<typeof openMeter>> & {
    readonly provider: Awaited<ReturnType<typeof startScriptedProvider>>;
  }
> {
  const provider = await startScriptedProvider(script, KEY);
  onTestFinished(() => provider.close());
  const backend = httpBackend({ baseUrl: provider.url, keyVariable: 'KEY', environment: { KEY } });
  return { ...(await openMeter({ backends: forAllProtocols(backend) })), provider };
}

interface Part {
  readonly text?: string;
  readonly content?: readonly Part[];
}

/** Where the protocols keep what a model wrote, as an agent finds it. */
interface Reply {
  readonly content: readonly Part[];
  readonly choices: readonly { readonly message: { readonly content: string } }[];
  readonly output: readonly { readonly content: readonly Part[] }[];
  readonly candidates: readonly { readonly content: { readonly parts: readonly Part[] } }[];
}

function textOf(protocol: ConversationName, bytes: string): string {
  const reply = JSON.parse(bytes) as Reply;
  switch (protocol) {
    case 'anthropic-messages':
      return reply.content.map((block) => block.text).join('');
    case 'openai-chat':
      return reply.choices[0]!.message.content;
    case 'openai-responses':
      return reply.output.map((item) => item.content.map((part) => part.text).join('')).join('');
    case 'google-generate':
      return reply.candidates[0]!.content.parts.map((part) => part.text).join('');
  }
}

interface StreamEvent {
  readonly type: string;
  readonly delta?: string | { readonly text?: string };
  readonly choices?: readonly { readonly delta: { readonly content?: string } }[];
  readonly candidates?: Reply['candidates'];
}

/** The text of a stream as an agent of the protocol puts it together. */
function textOfStream(protocol: ConversationName, bytes: Uint8Array): string {
  const events = createEventReader(1e6).push(bytes);
  const values = events
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data) as StreamEvent);
  const pieces = values.map(({ type, delta, choices, candidates }) => {
    switch (protocol) {
      case 'anthropic-messages':
        return typeof delta === 'object' ? delta.text : '';
      case 'openai-chat':
        return choices![0]?.delta.content;
      case 'openai-responses':
        return type === 'response.output_text.delta' ? (delta as string) : '';
      case 'google-generate':
        return candidates![0]!.content.parts[0]!.text;
    }
  });
  return pieces.join('');
}

describe.each(CONVERSATION_NAMES)('%s', (protocol) => {
  it('passes a reply on as it is and charges what it used', async () => {
    const { meter, records, provider } = await openOverHttp();
    const body = requestBody(protocol, 'hello');
    const reply = await callModel(meter.url, protocol, body);
    const bytes = await reply.text();
    expect(reply.status).toBe(200);
    expect(textOf(protocol, bytes)).toBe(TEXT);
    expect(bytes).toBe(await (await callModel(provider.url, protocol, body, KEY)).text().then(first));
    expect(records).toEqual([
      expect.objectContaining({
        protocol,
        model: 'priced',
        outcome: 'answered',
        status: 200,
        charged: 'reported',
        money: COST,
        usage: { ...USAGE, cacheWriteShort: 0, cacheWriteLong: 0 },
        replyBytes: Buffer.byteLength(bytes),
        attempts: 1,
      }),
    ]);
    expect(meter.usage()).toMatchObject({ calls: 1, money: COST, unpricedCalls: 0, boundCalls: 0 });
  });

  it('passes a stream on and charges what its events say', async () => {
    const { meter, records } = await openOverHttp();
    const reply = await callModel(meter.url, protocol, requestBody(protocol, 'hello', { stream: true }));
    expect(reply.headers.get('content-type')).toBe('text/event-stream');
    expect(textOfStream(protocol, await reply.bytes())).toBe(TEXT);
    expect(records).toMatchObject([{ outcome: 'answered', stream: true, charged: 'reported', money: COST }]);
    expect(records[0]!.usage).toEqual({ ...USAGE, cacheWriteShort: 0, cacheWriteLong: 0 });
  });

  it.each([false, true])('records that a model refused, streamed: %s', async (stream) => {
    const { meter, records } = await openOverHttp();
    const reply = await callModel(meter.url, protocol, requestBody(protocol, 'refuse', { stream }));
    expect(await reply.text()).toContain(stream ? 'I will not' : 'I will not.');
    expect(records).toMatchObject([{ outcome: 'refused-by-model', charged: 'reported', money: COST }]);
  });

  it.each([false, true])('carries calls of tools, streamed: %s', async (stream) => {
    const { meter, records } = await openOverHttp();
    const reply = await callModel(meter.url, protocol, requestBody(protocol, 'use a tool', { stream }));
    const text = await reply.text();
    expect(text).toContain('"edit"');
    expect(text.replaceAll('\\', '')).toContain('"path":"a.ts"');
    expect(records).toMatchObject([{ outcome: 'answered' }]);
  });

  it('gives the provider its own key and no header or cookie more than it must, and the agent as little', async () => {
    const { meter, provider } = await openOverHttp();
    const reply = await fetch(`${meter.url}${pathOf(protocol)}?beta=true`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        cookie: 'a=b',
        'x-evil': '1',
        'anthropic-version': '2023-06-01',
      },
      body: addressed(protocol, requestBody(protocol, 'hello')).sent,
    });
    const { headers, body } = provider.received[0]!;
    expect(Object.keys(headers).toSorted()).toEqual(
      [
        'accept-encoding',
        'anthropic-version',
        'connection',
        'content-length',
        'content-type',
        'host',
        keyHeader(protocol),
      ].toSorted(),
    );
    expect(JSON.stringify(headers) + body).not.toContain(TOKEN);
    expect([reply.headers.get('request-id'), reply.headers.get('set-cookie')]).toEqual(['req_1', null]);
  });

  it('refuses another token in the words of the protocol, and says so in the record', async () => {
    const { meter, records } = await openOverHttp();
    const reply = await callModel(meter.url, protocol, requestBody(protocol, 'hello'), 'sk-wrong-0123456789');
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ error: unauthorised(protocol) });
    expect(records).toMatchObject([{ outcome: 'unauthorized', charged: 'nothing', money: 0 }]);
  });
});

/** The provider numbers its replies: the second reads as the first but for its number. */
function first(text: string): string {
  return text.replaceAll('scripted_2', 'scripted_1');
}

function keyHeader(protocol: ConversationName): string {
  if (protocol === 'google-generate') return 'x-goog-api-key';
  return protocol === 'anthropic-messages' ? 'x-api-key' : 'authorization';
}

/** A refused key in the words of the provider. */
function unauthorised(protocol: ConversationName): object {
  if (protocol !== 'google-generate') return { type: 'authentication_error', code: 'FULCRUM_E_METER_TOKEN' };
  return { code: 401, status: 'UNAUTHENTICATED', details: [{ reason: 'FULCRUM_E_METER_TOKEN' }] };
}

function pathOf(protocol: ConversationName): string {
  return {
    'anthropic-messages': '/v1/messages',
    'openai-chat': '/v1/chat/completions',
    'openai-responses': '/v1/responses',
    'google-generate': '/v1beta/models/priced:generateContent',
  }[protocol];
}

describe('what is forwarded', () => {
  it('is what was judged: a name that stands twice cannot mean two things', async () => {
    const { meter, provider } = await openOverHttp();
    const twice = '{"model":"priced","max_tokens":1000000,"messages":[],"max_tokens":5}';
    await callModel(meter.url, 'anthropic-messages', twice);
    expect(provider.received[0]!.body).toBe('{"model":"priced","max_tokens":5,"messages":[]}');
  });

  it('asks a streamed chat for its usage and limits output where the request does not', async () => {
    const provider = await startScriptedProvider(SCRIPT, KEY);
    onTestFinished(() => provider.close());
    const backend = httpBackend({ baseUrl: provider.url, keyVariable: 'KEY', environment: { KEY } });
    const { meter } = await openMeter({ backends: forAllProtocols(backend), outputLimit: 77 });
    await callModel(meter.url, 'openai-chat', { model: 'priced', messages: [], stream: true });
    await callModel(meter.url, 'openai-responses', { model: 'priced', input: 'hello' });
    await callModel(meter.url, 'openai-responses', { model: 'priced', input: 'hello', max_output_tokens: 5 });
    expect(provider.received.map(({ body }): unknown => JSON.parse(body))).toEqual([
      {
        model: 'priced',
        messages: [],
        stream: true,
        max_completion_tokens: 77,
        stream_options: { include_usage: true },
      },
      { model: 'priced', input: 'hello', max_output_tokens: 77 },
      { model: 'priced', input: 'hello', max_output_tokens: 5 },
    ]);
  });
});

describe('a meter', () => {
  it('answers nothing but the metered operations', async () => {
    const { meter } = await openMeter({ backends: forAllProtocols(scriptedBackend(SCRIPT)) });
    for (const [path, method] of [
      ['/v1/models', 'GET'],
      ['/v1/messages', 'GET'],
      ['/v1/messages/count_tokens', 'POST'],
      ['//evil', 'POST'],
      ['/v1beta/models/priced:countTokens', 'POST'],
      ['/v1beta/models/../x:generateContent', 'POST'],
      ['/v1beta/models/a%2Fb:generateContent', 'POST'],
      ['/v1beta/models/priced:generateContent/x', 'POST'],
    ]) {
      const reply = await fetch(`${meter.url}${path}`, { method: method!, headers: { 'x-api-key': TOKEN } });
      expect([path, reply.status]).toEqual([path, 404]);
      expect(await reply.text()).toContain('FULCRUM_E_METER_PATH');
    }
  });

  it('has no answer for a protocol without a model', async () => {
    const { meter, records } = await openMeter({ backends: { 'openai-chat': scriptedBackend(SCRIPT) } });
    const reply = await callModel(
      meter.url,
      'anthropic-messages',
      requestBody('anthropic-messages', 'hello'),
    );
    expect([reply.status, await reply.text()]).toEqual([
      404,
      expect.stringContaining('FULCRUM_E_METER_NO_BACKEND'),
    ]);
    expect(records).toHaveLength(1);
  });

  it('counts cache writes by how long they live', async () => {
    const usage = { input: 10, cachedInput: 0, cacheWriteShort: 100, cacheWriteLong: 1000, output: 1 };
    const script = defineScript({ rules: [{ reply: { text: 'x', usage } }] });
    const { meter, records } = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
    for (const stream of [false, true]) {
      await (
        await callModel(meter.url, 'anthropic-messages', requestBody('anthropic-messages', 'x', { stream }))
      ).text();
    }
    expect(records.map((record) => record.usage)).toEqual([usage, usage]);
    expect(records[1]!.money).toBeCloseTo((10 + 125 + 2000 + 10) / 1e6, 12);
  });

  it.each([
    ['a budget below nothing', { budget: { ...UNLIMITED, money: -1 } }, 'FULCRUM_E_METER_OPTION'],
    ['a budget that is no number', { budget: { ...UNLIMITED, tokens: NaN } }, 'FULCRUM_E_METER_OPTION'],
    ['a token that can be guessed', { token: 'short' }, 'FULCRUM_E_METER_OPTION'],
    ['a recording that is not there', { replay: '/nowhere' }, 'FULCRUM_E_RECORDING_MISSING'],
  ])('does not start with %s', async (_, options, code) => {
    await expect(openMeter(options)).rejects.toThrow(code);
  });

  it('says when its port is taken', async () => {
    const { meter } = await openMeter({});
    await expect(openMeter({ port: Number(new URL(meter.url).port) })).rejects.toThrow(
      'FULCRUM_E_METER_PORT',
    );
  });

  it('can be closed again: descriptors that others got since stay open', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fulcrum-meter-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const { meter } = await openMeter({ record: { directory, bodies: false } });
    await meter.close();
    const file = openSync(join(directory, 'other'), 'w');
    await meter.close();
    expect(() => closeSync(file)).not.toThrow();
  });

  it('hangs up on calls in flight when it is closed, and has them recorded', async () => {
    const script = defineScript({ rules: [{ reply: { text: 'late', delayMilliseconds: 60_000 } }] });
    const backend = scriptedBackend(script);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const announced: Backend = {
      ...backend,
      send: (call, signal) => {
        begin();
        return backend.send(call, signal);
      },
    };
    const { meter, records } = await openMeter({ backends: forAllProtocols(announced) });
    const call = callModel(meter.url, 'openai-chat', requestBody('openai-chat', 'x'));
    const hungUp = expect(call).rejects.toThrow('fetch failed');
    await begun;
    await meter.close();
    await hungUp;
    expect(records).toMatchObject([{ outcome: 'agent-gone', charged: 'bound' }]);
  });
});

describe('the price table', () => {
  it('is valid, and every row says from when and where', () => {
    const rows = [...loadPrices(null).values()].flat();
    expect(rows.length).toBeGreaterThan(10);
    for (const { asOf, source } of rows)
      expect([asOf, source]).toEqual([expect.stringMatching(/^2026-/), expect.stringMatching(/^https:/)]);
  });
});
