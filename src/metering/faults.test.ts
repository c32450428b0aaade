import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { httpBackend } from './http-backend.ts';
import type { ConversationName } from './protocol.ts';
import { CONVERSATION_NAMES } from './protocol.ts';
import { defineScript } from './scripted/script.ts';
import { scriptedBackend } from './scripted/scripted-backend.ts';
import type { TestMeter } from './testing/meter-fixture.ts';
import { forAllProtocols } from './backend.ts';
import { callModel, openMeter, requestBody, TOKEN } from './testing/meter-fixture.ts';
import { startScriptedProvider } from './testing/scripted-provider.ts';

const KEY = 'provider-key-0123456789';

/** Waits that are asked for, without waiting. */
function impatientClock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  return { ...systemClock, sleep, waits };
}

async function openOverHttp(
  rules: Parameters<typeof defineScript>[0]['rules'],
  key = KEY,
): Promise<TestMeter & { readonly waits: readonly number[] }> {
  const provider = await startScriptedProvider(defineScript({ rules }), KEY);
  onTestFinished(() => provider.close());
  const clock = impatientClock();
  const environment = { KEY: key };
  const backend = httpBackend({
    baseUrl: provider.url,
    keyVariable: 'KEY',
    environment,
    clock,
    random: () => 1,
  });
  const opened = await openMeter({ backends: forAllProtocols(backend), maximumReplyBytes: 32 * 1024 * 1024 });
  return { ...opened, waits: clock.waits };
}

async function ask(
  { meter }: TestMeter,
  protocol: ConversationName = 'openai-chat',
  more = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const reply = await callModel(meter.url, protocol, requestBody(protocol, 'hello', more));
  return { status: reply.status, text: await reply.text() };
}

describe('the key', () => {
  it.each([[undefined], [''], ['  '], ['two words'], ['line\nbreak']])(
    'must be one before anything is sent: %j',
    (KEY_VALUE) => {
      const start = (): unknown =>
        httpBackend({
          baseUrl: 'https://api.example.test',
          keyVariable: 'MY_KEY',
          environment: { MY_KEY: KEY_VALUE },
        });
      expect(start).toThrow(/FULCRUM_E_MODEL_KEY_MISSING.*MY_KEY/);
    },
  );

  it('that is wrong gives the provider error without the key, costs nothing and is not tried again', async () => {
    const opened = await openOverHttp([{ reply: { text: 'x' } }], 'wrong-key-9876543210');
    const { status, text } = await ask(opened);
    expect([status, text]).toEqual([401, expect.stringContaining('incorrect key: [redacted known]')]);
    expect(opened.records).toMatchObject([
      { outcome: 'provider-error', status: 401, charged: 'nothing', attempts: 1 },
    ]);
    expect(JSON.stringify(opened.records)).not.toContain('wrong-key');
  });

  it.each(['not an address', 'ftp://x', 'https://user:pass@x', 'https://x/?key=1'])(
    'is not sent to %s',
    (baseUrl) => {
      expect(() => httpBackend({ baseUrl, keyVariable: 'KEY', environment: { KEY } })).toThrow(
        'FULCRUM_E_MODEL_ADDRESS',
      );
    },
  );
});

describe('errors that pass', () => {
  it('are waited out as the provider asks, then with doubling waits', async () => {
    const opened = await openOverHttp([
      { when: { call: 1 }, reply: { error: { status: 429, retryAfterSeconds: 7 } } },
      { when: { call: 2 }, reply: { error: { status: 529 } } },
      { when: { call: 3 }, reply: { error: { status: 500 } } },
      { reply: { text: 'at last' } },
    ]);
    expect(await ask(opened)).toEqual({ status: 200, text: expect.stringContaining('at last') });
    // 7 s as asked for, then 0.5 s doubled once and twice, all of it.
    expect(opened.waits).toEqual([7000, 1000, 2000]);
    expect(opened.records).toMatchObject([{ outcome: 'answered', attempts: 4 }]);
  });

  it.each([429, 500, 529])('end as status %i when they do not pass', async (status) => {
    const opened = await openOverHttp([{ reply: { error: { status, message: 'busy' } } }]);
    expect(await ask(opened)).toEqual({ status, text: expect.stringContaining('busy') });
    expect(opened.waits).toEqual([500, 1000, 2000]);
    expect(opened.records).toMatchObject([
      { outcome: 'provider-error', status, attempts: 4, charged: 'nothing' },
    ]);
  });

  it('are not waited for longer than is sensible', async () => {
    const opened = await openOverHttp([{ reply: { error: { status: 429, retryAfterSeconds: 3600 } } }]);
    expect((await ask(opened)).status).toBe(429);
    expect(opened.waits).toEqual([]);
  });
});

describe.each(CONVERSATION_NAMES)('a reply that breaks, in %s', (protocol) => {
  it('in the middle of a stream breaks for the agent too and is charged with its bound', async () => {
    const opened = await openOverHttp([{ reply: { text: 'x'.repeat(100), cutAfterEvents: 4 } }]);
    await expect(ask(opened, protocol, { stream: true })).rejects.toThrow('terminated');
    await settled(opened, 1);
    expect(opened.records).toMatchObject([
      { outcome: 'cut', code: 'FULCRUM_E_MODEL_CUT', charged: 'bound', usage: null },
    ]);
    expect(opened.records[0]!.money).toBeGreaterThan((100 * 10) / 1e6);
    expect(opened.meter.usage().boundCalls).toBe(1);
  });

  it('before its first byte or in the middle of JSON is an error the agent can read', async () => {
    for (const stream of [false, true]) {
      const opened = await openOverHttp([{ reply: { text: 'x', cutAfterEvents: 0 } }]);
      const { status, text } = await ask(opened, protocol, { stream });
      expect([status, text]).toEqual([502, expect.stringContaining('FULCRUM_E_MODEL_CUT')]);
      expect(opened.records).toMatchObject([{ outcome: 'cut', charged: 'bound' }]);
    }
  });

  it('in order but without its closing event is no answer', async () => {
    const body = 'data: {"type":"message_start"}\n\n';
    const opened = await openOverHttp([{ reply: { body, contentType: 'text/event-stream' } }]);
    expect(await ask(opened, protocol, { stream: true })).toEqual({ status: 200, text: body });
    expect(opened.records).toMatchObject([
      { outcome: 'cut', code: 'FULCRUM_E_MODEL_STREAM_SHORT', charged: 'bound' },
    ]);
  });

  it('into words that are no protocol is recorded as such', async () => {
    const events = await openOverHttp([
      { reply: { body: 'data: {{{\n\n', contentType: 'text/event-stream' } },
    ]);
    await ask(events, protocol, { stream: true });
    expect(events.records).toMatchObject([{ outcome: 'malformed-reply', charged: 'bound' }]);
    for (const body of ['', '<html>', '[1]', '"text"', '{"a":', '[['.repeat(50_000)]) {
      const whole = await openOverHttp([{ reply: { body } }]);
      expect((await ask(whole, protocol)).status).toBe(502);
      expect(whole.records).toMatchObject([
        { outcome: 'malformed-reply', code: 'FULCRUM_E_MODEL_REPLY_MALFORMED', charged: 'bound' },
      ]);
    }
  });

  it.each([
    '{}',
    '{"usage":null}',
    '{"usage":{"input_tokens":-5,"output_tokens":1,"prompt_tokens":-5,"completion_tokens":1}}',
    '{"usage":{"input_tokens":1e400,"output_tokens":1,"prompt_tokens":0.5,"completion_tokens":1}}',
    '{"usage":{"input_tokens":"1","output_tokens":1,"prompt_tokens":"1","completion_tokens":1}}',
    '{"usage":{"input_tokens":1,"prompt_tokens":1}}',
    '{"content":7,"choices":[null,7,{"message":[]}],"output":[[],{"content":{}}],"usage":[]}',
    '{"__proto__":{"usage":{"input_tokens":1,"output_tokens":1}}}',
  ])('does not say what it used: %s', async (body) => {
    const opened = await openOverHttp([{ reply: { body } }]);
    expect(await ask(opened, protocol)).toEqual({ status: 200, text: body });
    expect(opened.records).toMatchObject([{ outcome: 'answered', usage: null, charged: 'bound' }]);
  });
});

describe('sizes', () => {
  const filler = 'x'.repeat(1024 * 1024);

  it('passes a reply of 20 MB on, streamed or whole', async () => {
    const opened = await openOverHttp([
      { when: { text: 'hello', call: 1 }, reply: { body: `{"a":"${filler.repeat(20)}"}` } },
      { reply: { body: `: ${filler}\n\n`, contentType: 'text/event-stream', repeat: 20 } },
    ]);
    expect((await ask(opened)).text.length).toBe(20 * 1024 * 1024 + 8);
    expect((await ask(opened, 'openai-chat', { stream: true })).text.length).toBe(20 * (1024 * 1024 + 4));
    expect(opened.records.map(({ replyBytes }) => replyBytes)).toEqual([
      20 * 1024 * 1024 + 8,
      20 * (1024 * 1024 + 4),
    ]);
  });

  it('stops a reply above the limit', async () => {
    const opened = await openOverHttp([{ reply: { body: filler, repeat: 40 } }]);
    expect(await ask(opened)).toEqual({
      status: 502,
      text: expect.stringContaining('FULCRUM_E_MODEL_REPLY_TOO_LARGE'),
    });
    expect(opened.records).toMatchObject([{ outcome: 'reply-too-large', charged: 'bound' }]);
  });

  it('refuses a request above the limit, whether it says its length or not', async () => {
    const script = defineScript({ rules: [{ reply: { text: 'x' } }] });
    const { meter, records } = await openMeter({
      backends: forAllProtocols(scriptedBackend(script)),
      maximumRequestBytes: 1000,
    });
    const said = await callModel(meter.url, 'openai-chat', requestBody('openai-chat', 'x'.repeat(1000)));
    expect([said.status, await said.text()]).toEqual([
      413,
      expect.stringContaining('FULCRUM_E_METER_REQUEST_TOO_LARGE'),
    ]);
    const unsaid = await fetch(`${meter.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': TOKEN },
      body: new Blob(['x'.repeat(2000)]).stream(),
      duplex: 'half',
    });
    expect(unsaid.status).toBe(413);
    expect(records.map(({ outcome }) => outcome)).toEqual(['malformed-request', 'malformed-request']);
  });
});

describe('requests that are none', () => {
  it.each([
    '',
    'null',
    '[]',
    '{"model":',
    '{"messages":[],"input":[]}',
    '{"model":7,"messages":[],"input":[]}',
    '{"model":"priced"}',
    '{"model":"priced","messages":{},"input":{}}',
    '{"model":"priced","messages":[],"input":[],"stream":"yes"}',
    '{"model":"priced","messages":[],"input":[],"max_tokens":-1,"max_output_tokens":1e99}',
    '{"model":"priced","messages":[],"input":[],"max_tokens":0.5,"max_output_tokens":null,"stream":1}',
    `{"model":"priced","messages":[],"input":[],"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  ])('are refused: %.60s', async (body) => {
    const script = defineScript({ rules: [{ reply: { text: 'x' } }] });
    const { meter, records } = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
    for (const protocol of CONVERSATION_NAMES) {
      const reply = await callModel(meter.url, protocol, body);
      expect([reply.status, await reply.text()]).toEqual([
        400,
        expect.stringContaining('FULCRUM_E_METER_REQUEST'),
      ]);
    }
    expect(new Set(records.map(({ outcome }) => outcome))).toEqual(new Set(['malformed-request']));
    expect(records).toHaveLength(CONVERSATION_NAMES.length);
    expect(meter.usage().money).toBe(0);
  });

  it('are survived where they are full of the wrong things', async () => {
    const script = defineScript({ rules: [{ reply: { text: 'fine' } }] });
    const { meter } = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
    const odd = [
      null,
      7,
      [],
      { role: 7, content: { a: 1 } },
      { role: 'user', content: [null, [], { source: 7, content: 7 }] },
    ];
    for (const protocol of CONVERSATION_NAMES) {
      const body = {
        model: 'priced',
        messages: odd,
        input: odd,
        contents: [...odd, { parts: 7 }, { parts: [null, { functionResponse: 7 }] }],
        tools: [null, { type: null }],
        system: 7,
        metadata: { constructor: 1 },
      };
      expect((await callModel(meter.url, protocol, body)).status).toBe(200);
    }
  });
});

describe('a model that is not there', () => {
  it('costs nothing when it cannot be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    const backend = httpBackend({ baseUrl, keyVariable: 'KEY', environment: { KEY } });
    const opened = await openMeter({ backends: forAllProtocols(backend) });
    expect(await ask(opened)).toEqual({
      status: 502,
      text: expect.stringContaining('FULCRUM_E_MODEL_UNREACHABLE'),
    });
    expect(opened.records).toMatchObject([{ outcome: 'unreachable', charged: 'nothing' }]);
  });

  it('is charged with its bound when it hangs up or stays silent after it was asked', async () => {
    const server = createServer((incoming, outgoing) => {
      incoming.resume();
      if (incoming.url!.includes('responses')) return;
      outgoing.destroy();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const backend = httpBackend({
      baseUrl,
      keyVariable: 'KEY',
      environment: { KEY },
      silenceMilliseconds: 100,
    });
    const opened = await openMeter({ backends: forAllProtocols(backend) });
    expect((await ask(opened)).status).toBe(502);
    expect(await ask(opened, 'openai-responses')).toEqual({
      status: 504,
      text: expect.stringContaining('FULCRUM_E_MODEL_SILENT'),
    });
    expect(opened.records).toMatchObject([
      { outcome: 'cut', charged: 'bound' },
      { outcome: 'timed-out', charged: 'bound' },
    ]);
  });

  it('has no rule in the script', async () => {
    const script = defineScript({ rules: [{ when: { text: 'other' }, reply: { text: 'x' } }] });
    const opened = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
    expect(await ask(opened)).toEqual({
      status: 400,
      text: expect.stringContaining('FULCRUM_E_SCRIPT_NO_RULE'),
    });
    expect(opened.records).toMatchObject([{ outcome: 'unmatched', charged: 'nothing' }]);
  });
});

describe('an agent that hangs up', () => {
  it('during a stream ends the call upstream, and it is charged with its bound', async () => {
    const reply = { text: 'x'.repeat(10_000), eventDelayMilliseconds: 20 };
    const opened = await openOverHttp([{ reply }]);
    const controller = new AbortController();
    const response = await fetch(`${opened.meter.url}/v1/chat/completions`, {
      method: 'POST',
      signal: controller.signal,
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(requestBody('openai-chat', 'x', { stream: true })),
    });
    await response.body!.getReader().read();
    controller.abort();
    await settled(opened, 1);
    expect(opened.records).toMatchObject([{ outcome: 'agent-gone', charged: 'bound' }]);
  });

  it('in the middle of its request leaves a record', async () => {
    const opened = await openOverHttp([{ reply: { text: 'x' } }]);
    const { port } = new URL(opened.meter.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${TOKEN}\r\ncontent-length: 100\r\n\r\n{"mod`,
    );
    setTimeout(() => socket.destroy(), 50);
    await settled(opened, 1);
    expect(opened.records).toMatchObject([{ outcome: 'agent-gone', charged: 'nothing' }]);
  });
});

/** Waits until so many calls are recorded. */
async function settled({ records }: TestMeter, count: number): Promise<void> {
  while (records.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}
