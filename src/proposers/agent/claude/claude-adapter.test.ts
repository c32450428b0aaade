import { expect, test } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import type { AgentStart } from '../adapter.ts';
import { agentOptions } from '../options.ts';
import { rereadLines, rereadTranscript } from '../testing/transcript.ts';
import { claudeAdapter } from './claude-adapter.ts';

const ERRAND = {
  prompt: 'make it better\nnow',
  workspace: '/scratch/workspace',
  home: '/scratch/home',
  door: { url: 'http://127.0.0.1:8765', token: 'token-of-one-errand' },
};

const open = (options: JsonObject = {}) =>
  claudeAdapter(agentOptions({ agent: 'claude', argv: ['claude'], ...options })).open(ERRAND);

/** The word after an option. */
const word = ({ argv }: AgentStart, option: string): string | undefined => argv[argv.indexOf(option) + 1];

test('it starts without a session, settings of anyone or another way to a model', () => {
  const { start } = open({ model: 'some-model', limits: { turns: 7 } });
  expect(start.argv.slice(0, 2)).toEqual(['claude', '-p']);
  expect(start.argv).toEqual(
    expect.arrayContaining(['--bare', '--no-session-persistence', '--strict-mcp-config', '--verbose']),
  );
  expect(word(start, '--setting-sources')).toBe('');
  expect(word(start, '--permission-mode')).toBe('dontAsk');
  expect(word(start, '--model')).toBe('some-model');
  expect(word(start, '--max-turns')).toBe('7');
  expect(start.environment).toMatchObject({
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:8765',
    ANTHROPIC_API_KEY: 'token-of-one-errand',
    DISABLE_AUTOUPDATER: '1',
  });
  expect([start.input, start.closesInput]).toEqual([['make it better', 'now'], true]);
});

test('its tools are those of the policy, and without a shell it has tools to search with', () => {
  expect(word(open().start, '--tools')).toBe('Read,Edit,Write,NotebookEdit,Bash,Glob,Grep');
  const { start } = open({ tools: { allow: ['read', 'search', 'execute'], deny: ['execute'] } });
  expect([word(start, '--tools'), word(start, '--allowedTools')]).toEqual([
    'Read,Glob,Grep',
    'Read,Glob,Grep',
  ]);
  expect(start.argv).not.toContain('--bare');
});

test('it is offered the MCP servers that the policy allows, and no others', () => {
  const mcpServers = [
    { name: 'word.list', argv: ['words'] },
    { name: 'other', argv: ['other'] },
  ];
  const { start } = open({ mcpServers, tools: { allow: ['read', 'mcp:word.list'], deny: ['mcp:other'] } });
  expect(word(start, '--allowedTools')).toBe('Read,mcp__word_list');
  const file = word(start, '--mcp-config')!;
  expect(Object.keys((JSON.parse(start.files[file]!) as { mcpServers: object }).mcpServers)).toEqual([
    'word.list',
  ]);
  expect(() => open({ mcpServers })).toThrow(
    /FULCRUM_E_TASK_INVALID.*"word.list" is neither allowed nor denied/,
  );
  expect(() => open({ tools: { allow: ['mcp:word.list'] } })).toThrow(/there is no such server/);
});

test('a task that gives it no model is refused', () => {
  expect(() => open({ providers: [] })).toThrow(/^FULCRUM_E_TASK_INVALID.*does nothing without the model/);
});

test('what it did and what it was denied is read from what it prints', () => {
  const file = '/scratch/workspace/rule.mjs';
  const edit = { replace_all: false, file_path: file, old_string: 'a = 1', new_string: 'a = 2' };
  const page = { url: 'http://example.com', prompt: 'hi' };
  const { events, finishedAt, lines } = rereadTranscript('claude-edits', open().read);
  const call = (id: string, tool: string, input: object) => {
    return { kind: 'tool-called', id: `toolu_scripted_${id}`, tool, input: JSON.stringify(input) };
  };
  const end = (id: string, outcome: string, output: string) => {
    return {
      kind: 'tool-ended',
      id: `toolu_scripted_${id}`,
      outcome,
      output: expect.stringContaining(output) as unknown,
    };
  };
  const permission = (tool: string, input: object, answer: string, rule: string) => {
    return { kind: 'permission', tool, detail: JSON.stringify(input), answer, rule };
  };
  expect(events).toEqual([
    { kind: 'said', text: 'I read the rule first.' },
    call('1_0', 'Read', { file_path: file }),
    permission('Read', { file_path: file }, 'allowed', 'tools.allow has read'),
    end('1_0', 'done', 'export const a = 1;'),
    call('2_0', 'Edit', edit),
    permission('Edit', edit, 'allowed', 'tools.allow has edit'),
    end('2_0', 'done', 'has been updated'),
    call('3_0', 'Bash', { command: 'echo ran; exit 3' }),
    call('3_1', 'WebFetch', page),
    ...[
      permission('Bash', { command: 'echo ran; exit 3' }, 'allowed', 'tools.allow has execute'),
      end('3_0', 'failed', 'ran'),
      permission('WebFetch', page, 'denied', 'tools.allow has no fetch'),
      end('3_1', 'denied', 'No such tool available'),
    ],
    { kind: 'said', text: 'SUMMARY: a is two now' },
    { kind: 'turn-ended', turns: 5 },
  ]);
  expect(finishedAt).toBe(lines);
});

test('a refused call and the end of its turns are faults, and the end', () => {
  const spent = rereadTranscript('claude-over-budget', open().read);
  expect(spent.events).toContainEqual({
    kind: 'fault',
    text: expect.stringMatching(/^API Error: 402 .*the budget is spent/) as unknown,
  });
  const turns = rereadTranscript('claude-out-of-turns', open().read);
  expect(turns.events).toContainEqual({
    kind: 'fault',
    text: 'error_max_turns: Reached maximum number of turns (1)',
  });
  expect([spent.finishedAt, turns.finishedAt]).toEqual([spent.lines, turns.lines]);
});

test('a use of an allowed tool that Claude Code itself denies is denied', () => {
  const lines = [
    '{"type":"assistant","message":{"content":[{"type":"tool_use","id":"1","name":"Bash","input":{"command":"x"}}]}}',
    '{"type":"system","subtype":"permission_denied","tool_name":"Bash","tool_use_id":"1","message":"no"}',
    '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"1","content":"no","is_error":true}]}}',
  ];
  expect(rereadLines(lines, open().read).events.slice(1)).toEqual([
    {
      kind: 'permission',
      tool: 'Bash',
      detail: '{"command":"x"}',
      answer: 'denied',
      rule: 'a rule of Claude Code',
    },
    { kind: 'tool-ended', id: '1', outcome: 'denied', output: 'no' },
  ]);
});

test.for([
  '',
  'plain words',
  '[]',
  'null',
  '7',
  '{"type":7}',
  '{"type":"assistant"}',
  '{"type":"user","message":{}}',
  '{"type":"result"}',
])('a line no version prints is no end of the world: %s', (line) => {
  const { events } = open().read(line);
  for (const { kind } of events) expect(kind).toBeOneOf(['fault', 'other', 'turn-ended']);
});
