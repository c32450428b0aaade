import { expect, test } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import { agentOptions } from '../options.ts';
import { rereadLines, rereadTranscript } from '../testing/transcript.ts';
import { acpAdapter } from './acp-adapter.ts';

const ERRAND = {
  prompt: 'make it better\nnow',
  workspace: '/scratch/workspace',
  home: '/scratch/home',
  door: { url: 'http://127.0.0.1:8765', token: 'token-of-one-errand' },
};
const SESSION = '00000000-0000-4000-8000-000000000028';

const open = (options: JsonObject = {}) =>
  acpAdapter(
    agentOptions({ agent: 'acp', argv: ['some-agent', '--acp'], providers: ['anthropic'], ...options }),
  ).open(ERRAND);

const message = (fields: object): string => JSON.stringify({ jsonrpc: '2.0', ...fields });
const HELLO = message({ id: 0, result: { protocolVersion: 1 } });
const NEW = message({ id: 1, result: { sessionId: 's' } });

test('it is greeted without an offer of files or terminals, and finds the door where its provider looks', () => {
  const { start } = open();
  expect(start.argv).toEqual(['some-agent', '--acp']);
  expect(start.input.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
      params: {
        protocolVersion: 1,
        clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
      },
    },
  ]);
  expect(start.closesInput).toBe(false);
  expect(start.environment).toEqual({
    FULCRUM_DOOR_URL: 'http://127.0.0.1:8765',
    FULCRUM_DOOR_TOKEN: 'token-of-one-errand',
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:8765',
    ANTHROPIC_API_KEY: 'token-of-one-errand',
  });
});

test('a whole errand: session, model, prompt, and each permission as the policy says', () => {
  const { events, replies, finishedAt, lines } = rereadTranscript('acp-edits', open({ model: 'opus' }).read);
  expect(replies).toMatchObject([
    { id: 1, method: 'session/new', params: { cwd: '/scratch/workspace', mcpServers: [] } },
    {
      id: 2,
      method: 'session/set_config_option',
      params: { sessionId: SESSION, configId: 'model', value: 'opus' },
    },
    {
      ...{ id: 3, method: 'session/prompt' },
      params: { sessionId: SESSION, prompt: [{ type: 'text', text: 'make it better\nnow' }] },
    },
    { id: 0, result: { outcome: { outcome: 'selected', optionId: 'allow-once' } } },
    { id: 1, result: { outcome: { outcome: 'selected', optionId: 'allow-once' } } },
    { id: 2, result: { outcome: { outcome: 'selected', optionId: 'reject' } } },
  ]);
  const kinds = events.map((event) => {
    switch (event.kind) {
      case 'said':
        return event.text;
      case 'tool-called':
        return `${event.tool} called with ${event.input}`;
      case 'permission':
        return `${event.tool} ${event.answer}: ${event.rule}`;
      case 'tool-ended':
        return event.outcome;
      default:
        return event.kind;
    }
  });
  expect(kinds).toEqual([
    'I read the rule first.',
    'Read called with {"file_path":"/scratch/workspace/rule.mjs"}',
    // It did not ask for this one.
    'Read allowed: tools.allow has read',
    'done',
    'Edit called with {"replace_all":false,"file_path":"/scratch/workspace/rule.mjs","old_string":"a = 1","new_string":"a = 2"}',
    'Edit allowed: tools.allow has edit',
    'done',
    'Bash called with {"command":"echo ran; exit 3"}',
    'Bash allowed: tools.allow has execute',
    'WebFetch called with {"url":"http://example.com","prompt":"hi"}',
    'WebFetch denied: tools.allow has no fetch',
    'failed',
    'denied',
    'SUMMARY: a is two now',
    'turn-ended',
  ]);
  // What it says after the end of the turn is its own affair.
  expect(finishedAt).toBe(lines - 1);
});

test('a call of a model that is refused ends it', () => {
  const { events, finishedAt } = rereadTranscript('acp-over-budget', open().read);
  expect(events.at(-1)).toEqual({
    kind: 'fault',
    text: expect.stringMatching(/^refused what it was asked \(-32603\): .*402/) as unknown,
  });
  expect(finishedAt).not.toBeNull();
});

test.for([
  ['another version', [message({ id: 0, result: { protocolVersion: 2 } })], 'speaks version 2'],
  ['a model it does not have', [HELLO, NEW], 'does not let itself be told a model'],
  ['no login', [HELLO, message({ id: 1, error: { code: -32000, message: 'log in' } })], 'log in'],
] as const)('%s is a fault, and the end', ([, lines, why]) => {
  const { events, finishedAt } = rereadLines(lines, open({ model: 'nix' }).read);
  expect(events).toEqual([{ kind: 'fault', text: expect.stringContaining(why) as unknown }]);
  expect(finishedAt).toBe(lines.length);
});

const permission = (toolCall: object, options: readonly string[]): string =>
  message({
    ...{ id: 9, method: 'session/request_permission' },
    params: {
      sessionId: 's',
      toolCall: { toolCallId: '1', ...toolCall },
      options: options.map((kind) => ({ optionId: kind, kind, name: kind })),
    },
  });
const ALL = ['allow_always', 'allow_once', 'reject_always', 'reject_once'];

test.for([
  ['the narrower permission is chosen', { kind: 'execute' }, ALL, 'allow_once', 'allowed'],
  ['the narrower denial is chosen', { kind: 'fetch' }, ALL, 'reject_once', 'denied'],
  ['deleting is editing', { kind: 'delete' }, ALL, 'allow_once', 'allowed'],
  ['a kind without a word is denied', { kind: 'switch_mode' }, ALL, 'reject_once', 'denied'],
  ['no kind is denied', {}, ALL, 'reject_once', 'denied'],
  ['a wider permission will do', { kind: 'read' }, ['allow_always'], 'allow_always', 'allowed'],
] as const)('%s', ([, toolCall, options, choice, answer]) => {
  const { events, replies } = rereadLines([permission(toolCall, options)], open().read);
  expect(replies).toEqual([
    { jsonrpc: '2.0', id: 9, result: { outcome: { outcome: 'selected', optionId: choice } } },
  ]);
  expect(events).toMatchObject([{ kind: 'permission', answer }]);
});

test('what it takes without asking is noted, as a fault where the policy denies it', () => {
  const use = (id: string, kind: string): string =>
    message({
      method: 'session/update',
      params: {
        update: { sessionUpdate: 'tool_call', toolCallId: id, title: kind, kind, status: 'completed' },
      },
    });
  const { events } = rereadLines(
    [use('1', 'execute'), use('2', 'read')],
    open({ tools: { deny: ['execute'] } }).read,
  );
  expect(events.filter(({ kind }) => kind === 'fault' || kind === 'permission')).toEqual([
    { kind: 'fault', text: 'it took execute without asking, although tools.deny has execute: null' },
    { kind: 'permission', tool: 'read', detail: 'null', answer: 'allowed', rule: 'tools.allow has read' },
  ]);
});

test('where it leaves no choice that fits, it is told that nothing was chosen, and that is no permission', () => {
  const { events, replies } = rereadLines([permission({ kind: 'read' }, ['reject_once'])], open().read);
  expect(replies).toMatchObject([{ result: { outcome: { outcome: 'cancelled' } } }]);
  expect(events).toMatchObject([{ kind: 'permission', answer: 'denied' }]);
});

test.for(['fs/read_text_file', 'fs/write_text_file', 'terminal/create', 'session/elicitation'])(
  'what the host does not offer is refused and noted: %s',
  (method) => {
    const line = message({ id: 'x', method, params: { path: '/etc/shadow' } });
    const { events, replies } = rereadLines([line], open().read);
    expect(replies).toMatchObject([{ id: 'x', error: { code: -32601 } }]);
    expect(events).toMatchObject([
      { kind: 'permission', tool: method, detail: '{"path":"/etc/shadow"}', answer: 'denied' },
    ]);
  },
);

test.for([
  '',
  'plain words',
  '[]',
  'null',
  '{"jsonrpc":"2.0"}',
  message({ id: 77, result: null }),
  message({ method: 'session/update' }),
  message({ method: 'session/update', params: { update: { sessionUpdate: 'tool_call' } } }),
  message({ id: 9, method: 'session/request_permission', params: { options: 'all' } }),
])('a line no agent prints is no end of the world: %s', (line) => {
  const { events, finished } = open().read(line);
  for (const { kind } of events) expect(kind).toBeOneOf(['fault', 'other', 'permission']);
  expect(finished).toBe(false);
});
