import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { Backend } from '../backend.ts';
import { forAllProtocols } from '../backend.ts';
import type { CallRecord } from '../call-record.ts';
import { httpBackend } from '../http-backend.ts';
import type { ConversationName } from '../protocol.ts';
import { CONVERSATION_NAMES } from '../protocol.ts';
import { textOf } from '../plain-fields.ts';
import { PROTOCOLS } from '../protocols/index.ts';
import { defineScript } from '../scripted/script.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import type { TestMeter } from '../testing/meter-fixture.ts';
import { callModel, openMeter, requestBody, TOKEN } from '../testing/meter-fixture.ts';
import { startScriptedProvider } from '../testing/scripted-provider.ts';
import { moneyRecorded } from './recorder.ts';
import { replayKey } from './replay-key.ts';

const KEY = 'provider-key-0123456789';

const SCRIPT = defineScript({
  rules: [
    { when: { text: 'error' }, reply: { error: { status: 418, message: 'teapot' } } },
    { when: { text: 'cut' }, reply: { text: 'x'.repeat(100), cutAfterEvents: 3 } },
    { when: { text: 'tool' }, reply: { toolCalls: [{ name: 'edit', input: { path: 'ünï.ts' } }] } },
    { when: { text: 'again', call: 1 }, reply: { text: 'the first time' } },
    { when: { text: 'again', call: 2 }, reply: { text: 'the second time' } },
    { when: { text: 'hello' }, reply: { text: 'Good day — 😀.', usage: { input: 11, output: 22 } } },
  ],
});

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-recording-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

interface Seen {
  readonly status: number;
  readonly type: string | null;
  readonly bytes: string;
}

/** Everything an agent sees of a reply, also of one that breaks. */
async function ask({ meter }: TestMeter, protocol: ConversationName, body: JsonObject): Promise<Seen> {
  const reply = await callModel(meter.url, protocol, body);
  const chunks: Uint8Array[] = [];
  let end = '';
  try {
    for await (const chunk of reply.body!) chunks.push(chunk);
  } catch {
    end = ' [broken]';
  }
  const bytes = Buffer.concat(chunks).toString() + end;
  return { status: reply.status, type: reply.headers.get('content-type'), bytes };
}

const ASKED = { model: 'a', stream: false, outputLimit: null, openEnded: [], lastText: '' };

/** One conversation with everything in it that can happen. */
async function converse(opened: TestMeter): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const protocol of CONVERSATION_NAMES) {
    for (const stream of [false, true]) {
      for (const text of ['hello', 'tool', 'again', 'error', 'cut', 'no rule']) {
        seen.push(await ask(opened, protocol, requestBody(protocol, text, { stream })));
      }
    }
  }
  return seen;
}

/** All that lies in a folder. */
function allBytes(directory: string): string {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return files
    .map((name) => join(directory, name))
    .flatMap((path) => (statSync(path).isFile() ? [path, readFileSync(path, 'latin1')] : [path]))
    .join('\n');
}

describe('a recording', () => {
  it('replays with no model there: the same bytes, usage, money and outcomes', async () => {
    const directory = folder();
    const provider = await startScriptedProvider(SCRIPT, KEY);
    const backend = httpBackend({ baseUrl: provider.url, keyVariable: 'KEY', environment: { KEY } });
    // The provider knows only what matches a rule; for the rest it breaks off as a faulty one does.
    const first = await openMeter({
      backends: forAllProtocols(backend),
      record: { directory, bodies: true },
    });
    const seen = await converse(first);
    await first.meter.close();
    await provider.close();

    const second = await openMeter({ backends: {}, replay: directory });
    expect(await converse(second)).toEqual(seen);
    expect(second.meter.usage()).toEqual(first.meter.usage());
    const stable = ({
      call,
      outcome,
      status,
      code,
      usage,
      money,
      charged,
      attempts,
      replyDigest,
      requestDigest,
    }: (typeof first.records)[0]): object => ({
      ...{ call, outcome, status, code, usage, money, charged, attempts, replyDigest, requestDigest },
    });
    expect(second.records.map(stable)).toEqual(first.records.map(stable));
    expect(new Set(first.records.map(({ outcome }) => outcome))).toEqual(
      new Set(['answered', 'provider-error', 'cut']),
    );
  });

  it('answers a call as often as it was made, and no call that was not', async () => {
    const directory = folder();
    const first = await openMeter({
      backends: forAllProtocols(scriptedBackend(SCRIPT)),
      record: { directory, bodies: true },
    });
    const body = requestBody('openai-chat', 'again');
    await ask(first, 'openai-chat', body);
    await ask(first, 'openai-chat', body);
    await first.meter.close();
    const second = await openMeter({ backends: {}, replay: directory });
    const replies = [body, body, body, requestBody('openai-chat', 'new')];
    const seen: string[] = [];
    for (const request of replies) seen.push((await ask(second, 'openai-chat', request)).bytes);
    expect(seen).toEqual([
      expect.stringContaining('the first time'),
      expect.stringContaining('the second time'),
      expect.stringContaining('FULCRUM_E_REPLAY_MISS'),
      expect.stringContaining('FULCRUM_E_REPLAY_MISS'),
    ]);
    expect(second.records[3]).toMatchObject({ outcome: 'unmatched', charged: 'nothing' });
  });

  it('knows a request again whatever its order of fields and name of the session', () => {
    const keyOf = (protocol: ConversationName, body: JsonObject, stream = false): string => {
      const request = { ...ASKED, model: textOf(body['model']), stream };
      return replayKey({ protocol: PROTOCOLS[protocol], request, body: JSON.stringify(body) });
    };
    const key = (body: JsonObject): string => keyOf('openai-chat', body);
    expect(key({ model: 'a', messages: [], user: 'one', metadata: { session: 1 } })).toBe(
      key({ metadata: { session: 2 }, messages: [], model: 'a' }),
    );
    expect(key({ model: 'a', messages: [] })).not.toBe(key({ model: 'b', messages: [] }));
    expect(keyOf('openai-responses', { model: 'a' })).not.toBe(keyOf('openai-chat', { model: 'a' }));
  });

  it('knows apart what only the address says', () => {
    const key = (model: string, stream: boolean): string => {
      const protocol = PROTOCOLS['google-generate'];
      return replayKey({ protocol, request: { ...ASKED, model, stream }, body: '{"contents":[]}' });
    };
    expect(new Set([key('a', false), key('b', false), key('a', true)]).size).toBe(3);
    expect(key('a', true)).toBe(key('a', true));
  });

  it('without bodies keeps digests only, and says that it cannot be replayed', async () => {
    const directory = folder();
    const first = await openMeter({
      backends: forAllProtocols(scriptedBackend(SCRIPT)),
      record: { directory, bodies: false },
    });
    const body = requestBody('anthropic-messages', 'hello');
    await ask(first, 'anthropic-messages', body);
    await first.meter.close();
    expect(allBytes(directory)).not.toContain('Good day');
    expect(allBytes(directory)).not.toContain('hello');
    const second = await openMeter({ backends: {}, replay: directory });
    expect((await ask(second, 'anthropic-messages', body)).bytes).toContain('bodies are not recorded');
  });

  it('goes on after a process was killed in the middle of a line', async () => {
    const directory = folder();
    const record = { directory, bodies: true };
    const backends = forAllProtocols(scriptedBackend(SCRIPT));
    const first = await openMeter({ backends, record });
    await ask(first, 'openai-chat', requestBody('openai-chat', 'hello'));
    await first.meter.close();
    appendFileSync(join(directory, 'calls.ndjson'), '{"call":2,"protocol":"open');
    const second = await openMeter({ backends, record });
    await ask(second, 'openai-chat', requestBody('openai-chat', 'tool'));
    await second.meter.close();
    const lines = readFileSync(join(directory, 'calls.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toHaveLength(2);
    const third = await openMeter({ backends: {}, replay: directory });
    expect((await ask(third, 'openai-chat', requestBody('openai-chat', 'tool'))).status).toBe(200);
  });

  it('has a line for every call that its process did not outlive, at the most it can have cost', async () => {
    const directory = folder();
    const record = { directory, bodies: true };
    const answering = await openMeter({ backends: forAllProtocols(scriptedBackend(SCRIPT)), record });
    await ask(answering, 'openai-chat', requestBody('openai-chat', 'hello'));
    // A process that is killed closes nothing.
    const never: Backend = {
      name: 'never',
      kind: 'scripted',
      secrets: [],
      send: (_call, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('gone')))),
      close: () => undefined,
    };
    const killed = await openMeter({ backends: forAllProtocols(never), record });
    void callModel(killed.meter.url, 'openai-chat', requestBody('openai-chat', 'tool')).catch(
      () => undefined,
    );
    const file = join(directory, 'calls.ndjson');
    const before = readFileSync(file, 'utf8');
    await expect.poll(() => readFileSync(join(directory, 'begun.ndjson'), 'utf8')).not.toBe('');
    expect(readFileSync(file, 'utf8')).toBe(before);

    const spent = moneyRecorded(directory);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1)!) as CallRecord;
    expect(last).toMatchObject({
      outcome: 'lost',
      charged: 'bound',
      code: 'FULCRUM_E_CALL_LOST',
      model: 'priced',
    });
    // 100 tokens of output at USD 10 for a million, and the input at USD 1 besides.
    expect(last.money).toBeGreaterThan(100 * 10e-6);
    expect(spent).toBeCloseTo(answering.records[0]!.money! + last.money!, 12);
    expect(lines).toHaveLength(2);
    expect([moneyRecorded(directory), readFileSync(file, 'utf8').trimEnd().split('\n')]).toEqual([
      spent,
      lines,
    ]);
  });

  it('that was changed is refused with the line', async () => {
    const directory = folder();
    writeFileSync(join(directory, 'calls.ndjson'), '{"call":1}\n');
    await expect(openMeter({ replay: directory })).rejects.toThrow(
      /FULCRUM_E_RECORDING_INVALID.*calls\.ndjson:1/,
    );
  });

  it('that can no longer be written ends the meter: nothing goes on unrecorded', async () => {
    const directory = folder();
    const opened = await openMeter({
      backends: forAllProtocols(scriptedBackend(SCRIPT)),
      record: { directory, bodies: true },
    });
    rmSync(join(directory, 'bodies'), { recursive: true });
    const body = requestBody('openai-chat', 'hello');
    await expect(callModel(opened.meter.url, 'openai-chat', body)).rejects.toThrow('fetch failed');
    expect((await callModel(opened.meter.url, 'openai-chat', body)).status).toBe(503);
    await expect(opened.meter.close()).rejects.toThrow('FULCRUM_E_METER_RECORD');
  });
});

describe('secrets', () => {
  const CANARY = ['sk-', 'ant-', 'api03-', 'c4n4ry'.repeat(8)].join('');
  const SHORT_CANARY = ['gh', 'p_', 'c4n4ry'.repeat(6)].join('');

  it.each(CONVERSATION_NAMES)(
    'are in no byte that is written, told or sent to where they do not belong: %s',
    async (protocol) => {
      const directory = folder();
      const script = defineScript({
        rules: [
          { when: { text: 'quote' }, reply: { text: `you said ${CANARY}` } },
          { when: { text: 'fail' }, reply: { error: { status: 400, message: `bad ${CANARY} and ${KEY}` } } },
          { when: { text: 'call' }, reply: { toolCalls: [{ name: 'run', input: { token: CANARY } }] } },
          { when: { text: 'raw' }, reply: { body: `${CANARY} ${KEY} ${TOKEN}` } },
          {
            when: { text: 'event' },
            reply: {
              body: `data: {"type":"error","error":"${CANARY}"}\n\n`,
              contentType: 'text/event-stream',
            },
          },
        ],
      });
      const provider = await startScriptedProvider(script, KEY);
      onTestFinished(() => provider.close());
      const backend = httpBackend({ baseUrl: provider.url, keyVariable: 'KEY', environment: { KEY } });
      const opened = await openMeter({
        backends: forAllProtocols(backend),
        record: { directory, bodies: true },
      });
      for (const stream of [false, true]) {
        for (const text of ['quote', 'fail', 'call', 'raw', 'event']) {
          const more = { stream, model: `model-${CANARY}`, metadata: { token: TOKEN, key: SHORT_CANARY } };
          await ask(
            opened,
            protocol,
            requestBody(protocol, `${text} ${CANARY} ${SHORT_CANARY} ${TOKEN}`, more),
          );
        }
      }
      await callModel(opened.meter.url, protocol, { model: CANARY }, SHORT_CANARY);
      await callModel(opened.meter.url, protocol, { model: CANARY });
      await opened.meter.close();
      expect(opened.records).toHaveLength(12);
      const written =
        allBytes(directory) + JSON.stringify(opened.records) + JSON.stringify(opened.meter.usage());
      for (const secret of [KEY, TOKEN, CANARY, SHORT_CANARY]) expect(written).not.toContain(secret);
      // Not even in pieces, as a stream brings them.
      expect(textDeltas(written)).not.toContain('c4n4ryc4n4ry');
      const sent = JSON.stringify(provider.received.map(({ headers }) => headers));
      expect([sent.includes(KEY), sent.includes(TOKEN)]).toEqual([true, false]);
    },
  );

  it('that a stream has cut into events withhold the reply from the record, and say so at replay', async () => {
    const directory = folder();
    const script = defineScript({ rules: [{ reply: { text: `before ${CANARY} after` } }] });
    const record = { directory, bodies: true };
    const first = await openMeter({ backends: forAllProtocols(scriptedBackend(script)), record });
    const body = requestBody('openai-chat', 'hello', { stream: true });
    expect((await ask(first, 'openai-chat', body)).bytes).toContain('[DONE]');
    await first.meter.close();
    const second = await openMeter({ backends: {}, replay: directory });
    expect((await ask(second, 'openai-chat', body)).bytes).toContain('spread over several events');
  });
});

/** What stands in the events of recorded streams, put together. */
function textDeltas(written: string): string {
  return [...written.matchAll(/"(?:text|content|delta|partial_json|arguments|refusal)":"((?:[^"\\]|\\.)*)"/g)]
    .map((match) => match[1])
    .join('');
}
