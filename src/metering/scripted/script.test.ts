import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONVERSATION_NAMES } from '../protocol.ts';
import { forAllProtocols } from '../backend.ts';
import { callModel, openMeter, requestBody } from '../testing/meter-fixture.ts';
import { defineScript, loadScript } from './script.ts';
import { scriptedBackend } from './scripted-backend.ts';

function file(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-script-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'rules.yaml');
  writeFileSync(path, text);
  return path;
}

describe('a script', () => {
  it('is YAML or JSON', () => {
    const yaml = loadScript(file('rules:\n  - reply: { text: hello }\n'));
    expect(loadScript(file('{"rules":[{"reply":{"text":"hello"}}]}'))).toEqual(yaml);
    expect(defineScript({ rules: [{ reply: { text: 'hello' } }] })).toEqual(yaml);
  });

  it.each([
    ['no rules', 'rules: []'],
    ['broken YAML', 'rules: ['],
    ['a name that stands twice', 'rules: [{ reply: {} }]\nrules: [{ reply: {} }]'],
    ['an unknown field', 'rules: [{ reply: { texts: x } }]'],
    ['a protocol that is none', 'rules: [{ when: { protocol: grpc }, reply: {} }]'],
    ['a pattern that is none', 'rules: [{ when: { pattern: "(" }, reply: {} }]'],
    ['an error that is none', 'rules: [{ reply: { error: { status: 200 } } }]'],
    ['a call before the first', 'rules: [{ when: { call: 0 }, reply: {} }]'],
  ])('with %s is refused, naming the file', (_, text) => {
    expect(() => loadScript(file(text))).toThrow(/FULCRUM_E_SCRIPT_INVALID.*rules\.yaml/);
  });

  it.each(CONVERSATION_NAMES)(
    'matches on model, protocol, text, pattern and turn, the first rule first: %s',
    async (protocol) => {
      const script = defineScript({
        rules: [
          { when: { model: 'other' }, reply: { text: 'by model' } },
          { when: { protocol, text: 'which' }, reply: { text: 'by protocol' } },
          { when: { pattern: '^a+$' }, reply: { text: 'by pattern' } },
          { when: { text: 'turn', call: 2 }, reply: { text: 'second turn' } },
          { when: { text: 'turn' }, reply: { text: 'other turns' } },
          { reply: { text: 'by default' } },
        ],
      });
      const { meter } = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
      const ask = async (text: string, more = {}): Promise<string> =>
        (await callModel(meter.url, protocol, requestBody(protocol, text, more))).text();
      expect(await ask('which', { model: 'other' })).toContain('by model');
      expect(await ask('which')).toContain('by protocol');
      expect(await ask('aaa')).toContain('by pattern');
      expect(await ask('aab')).toContain('by default');
      expect(await ask('turn')).toContain('other turns');
      expect(await ask('turn')).toContain('second turn');
      expect(await ask('turn')).toContain('other turns');
    },
  );

  it.each([
    [
      'anthropic-messages',
      {
        messages: [
          user('first'),
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'result' }] },
        ],
      },
    ],
    [
      'anthropic-messages',
      {
        messages: [
          user('first'),
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'result' }] }],
          },
        ],
      },
    ],
    [
      'openai-chat',
      {
        messages: [
          user('first'),
          { role: 'assistant', content: 'x' },
          { role: 'tool', tool_call_id: 't', content: 'result' },
        ],
      },
    ],
    [
      'openai-responses',
      { input: [user('first'), { type: 'function_call_output', call_id: 't', output: 'result' }] },
    ],
    ['openai-responses', { input: [{ role: 'user', content: [{ type: 'input_text', text: 'result' }] }] }],
    ['openai-responses', { input: 'result' }],
    [
      'google-generate',
      {
        contents: [
          { role: 'user', parts: [{ text: 'first' }] },
          { role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] },
          { role: 'user', parts: [{ functionResponse: { name: 'f', response: { output: 'result' } } }] },
        ],
      },
    ],
    ['google-generate', { contents: [{ parts: { text: 'result' } }] }],
  ] as const)('sees the result of a tool as the last message: %s', async (protocol, more) => {
    const script = defineScript({ rules: [{ when: { pattern: '^result$' }, reply: { text: 'seen' } }] });
    const { meter } = await openMeter({ backends: forAllProtocols(scriptedBackend(script)) });
    expect(await (await callModel(meter.url, protocol, requestBody(protocol, '', more))).text()).toContain(
      'seen',
    );
  });
});

function user(content: string): { readonly role: string; readonly content: string } {
  return { role: 'user', content };
}
