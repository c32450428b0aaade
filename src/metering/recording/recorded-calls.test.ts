import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { forAllProtocols } from '../backend.ts';
import type { ConversationName } from '../protocol.ts';
import { CONVERSATION_NAMES } from '../protocol.ts';
import { defineScript } from '../scripted/script.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import type { TestMeter } from '../testing/meter-fixture.ts';
import { callModel, openMeter, requestBody, TOKEN, UNLIMITED } from '../testing/meter-fixture.ts';
import { recordedCalls } from './recorded-calls.ts';

const SCRIPT = defineScript({
  rules: [
    { when: { text: 'tool' }, reply: { toolCalls: [{ name: 'edit', input: { path: 'ünï.ts' } }] } },
    { when: { text: 'refuse' }, reply: { error: { status: 400, message: 'teapot' } } },
    { reply: { text: 'Good day — 😀.' } },
  ],
});

interface Recorded {
  readonly directory: string;
  readonly opened: TestMeter;
  readonly tell: (protocol: ConversationName, body: JsonObject, token?: string) => Promise<void>;
  readonly issue: (label: string) => string;
}

async function recording(bodies = true): Promise<Recorded> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-recorded-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const backends = forAllProtocols(scriptedBackend(SCRIPT));
  const opened = await openMeter({ backends, record: { directory, bodies } });
  return {
    directory,
    opened,
    tell: async (protocol, body, token = TOKEN) =>
      void (await (await callModel(opened.meter.url, protocol, body, token)).text()),
    issue: (label) => opened.meter.issueToken({ label, budget: UNLIMITED, onRefused: () => undefined }).token,
  };
}

const SYSTEM: { readonly [name in ConversationName]: JsonObject } = {
  'anthropic-messages': { system: [{ type: 'text', text: 'Be brief.' }] },
  'openai-chat': {},
  'openai-responses': { instructions: 'Be brief.' },
  'google-generate': { systemInstruction: { parts: [{ text: 'Be brief.' }] } },
};

describe('the calls of a recording', () => {
  it.each(CONVERSATION_NAMES)('are told in words, asked in %s, at once or streamed', async (protocol) => {
    const { directory, tell, issue } = await recording();
    const mine = issue('proposal 7');
    await tell(protocol, requestBody(protocol, 'not mine'), issue('proposal 77'));
    for (const stream of [false, true]) {
      await tell(protocol, requestBody(protocol, 'hello', { ...SYSTEM[protocol], stream }), mine);
      await tell(protocol, requestBody(protocol, 'tool', { stream }), mine);
    }
    const calls = recordedCalls(directory, 'proposal 7', 9);
    const system = Object.keys(SYSTEM[protocol]).length === 0 ? [] : [{ by: 'system', text: 'Be brief.' }];
    const hello = [...system, { by: 'user', text: 'hello' }];
    expect(calls.map(({ asked }) => asked)).toEqual([
      hello,
      [{ by: 'user', text: 'tool' }],
      hello,
      [{ by: 'user', text: 'tool' }],
    ]);
    expect(calls.map(({ call, outcome, model }) => [call, outcome, model])).toEqual(
      [2, 3, 4, 5].map((call) => [call, 'answered', 'priced']),
    );
    expect([calls[0]!.answered, calls[2]!.answered]).toEqual(['Good day — 😀.', 'Good day — 😀.']);
    expect(calls[1]!.answered).toContain('edit');
    for (const at of [1, 3]) expect(calls[at]!.answered).toContain('ünï.ts');
  });

  it('tell of a conversation only what is new in each turn', async () => {
    const { directory, tell } = await recording();
    const first = { role: 'user', content: 'hello' };
    const second = [first, { role: 'assistant', content: 'Good day.' }, { role: 'user', content: 'again' }];
    const asking = { model: 'priced', max_tokens: 100 };
    await tell('anthropic-messages', { ...asking, messages: [first] }, TOKEN);
    await tell('anthropic-messages', { ...asking, messages: second }, TOKEN);
    const lines = readFileSync(join(directory, 'calls.ndjson'), 'utf8');
    writeFileSync(
      join(directory, 'calls.ndjson'),
      lines.replaceAll('"holder":null', '"holder":"proposal 1"'),
    );
    expect(recordedCalls(directory, 'proposal 1', 9).map(({ asked }) => asked)).toEqual([
      [{ by: 'user', text: 'hello' }],
      [
        { by: 'assistant', text: 'Good day.' },
        { by: 'user', text: 'again' },
      ],
    ]);
  });

  it('say why one was not answered, and are as many as are wanted', async () => {
    const { directory, tell, issue } = await recording();
    const token = issue('proposal 1');
    for (let call = 0; call < 3; call += 1)
      await tell('openai-chat', requestBody('openai-chat', 'refuse'), token);
    const calls = recordedCalls(directory, 'proposal 1', 2);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({
      outcome: 'provider-error',
      answered: expect.stringContaining('teapot'),
    });
  });

  it('have no words where none were kept, and are none where nothing was recorded', async () => {
    const { directory, tell, issue } = await recording(false);
    await tell('openai-chat', requestBody('openai-chat', 'hello'), issue('proposal 1'));
    expect(recordedCalls(directory, 'proposal 1', 9)).toMatchObject([{ asked: null, answered: null }]);
    expect(recordedCalls(join(directory, 'none'), 'proposal 1', 9)).toEqual([]);
  });

  it('of a recording that others wrote show no other file, and wait for nothing', async () => {
    const { directory, tell, issue } = await recording();
    await tell('openai-chat', requestBody('openai-chat', 'hello'), issue('proposal 1'));
    const path = join(directory, 'calls.ndjson');
    const line = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly replay: { readonly reply: { readonly body: string } };
    };
    const { reply } = line.replay;
    writeFileSync(join(directory, 'secret'), '{"messages":[{"role":"user","content":"canary"}]}');
    const pipe = 'a'.repeat(64);
    execFileSync('mkfifo', [join(directory, 'bodies', pipe)]);
    // The body of the reply in the place of its own words.
    writeFileSync(join(directory, 'bodies', reply.body), 'canary');
    for (const request of ['../secret', pipe, 'no\0path'])
      appendFileSync(path, `${JSON.stringify({ ...line, replay: { ...line.replay, request } })}\n`);
    appendFileSync(path, '{"holder":"proposal 1"}\n"holder":"proposal 1"');
    const calls = recordedCalls(directory, 'proposal 1', 9);
    expect(calls.map(({ asked, answered }) => [asked?.length ?? null, answered])).toEqual([
      [1, null],
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});
