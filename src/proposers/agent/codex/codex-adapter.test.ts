import { expect, test } from 'vitest';
import type { JsonObject } from '../../../kernel/json.ts';
import { agentOptions } from '../options.ts';
import { rereadTranscript } from '../testing/transcript.ts';
import { codexAdapter } from './codex-adapter.ts';

const ERRAND = {
  prompt: 'make it better\nnow',
  workspace: '/scratch/workspace',
  home: '/scratch/home',
  door: { url: 'http://127.0.0.1:8765', token: 'token-of-one-errand' },
};

const open = (options: JsonObject = {}) =>
  codexAdapter(agentOptions({ agent: 'codex', argv: ['codex'], ...options })).open(ERRAND);

test('it starts without a session, settings of anyone or another way to a model', () => {
  const { start } = open({ model: 'some-model' });
  expect(start.argv.slice(0, 2)).toEqual(['codex', 'exec']);
  expect(start.argv).toEqual(
    expect.arrayContaining([
      ...['--json', '--ephemeral', '--ignore-user-config', '--ignore-rules', '--skip-git-repo-check'],
      ...['--model', 'some-model', 'model_provider="fulcrum"', 'project_doc_max_bytes=0'],
      'shell_environment_policy={inherit="all",exclude=["FULCRUM_DOOR_TOKEN"]}',
    ]),
  );
  expect(start.argv.find((word) => word.startsWith('model_providers.'))).toBe(
    'model_providers.fulcrum={name="the metered door",base_url="http://127.0.0.1:8765/v1",wire_api="responses",env_key="FULCRUM_DOOR_TOKEN",request_max_retries=0,stream_max_retries=0}',
  );
  expect(start.environment).toEqual({
    CODEX_HOME: '/scratch/home/codex',
    FULCRUM_DOOR_TOKEN: 'token-of-one-errand',
  });
  expect([start.input, start.closesInput]).toEqual([['make it better', 'now'], true]);
});

test('it is offered the MCP servers that the policy allows, with names as TOML writes them', () => {
  const allow = ['read', 'edit', 'execute', 'search', 'mcp:word.list'];
  const { start } = open({ mcpServers: [{ name: 'word.list', argv: ['words'] }], tools: { allow } });
  const entry = start.argv.find((word) => word.startsWith('mcp_servers.'))!;
  expect(entry).toMatch(/^mcp_servers\."word\.list"=\{command="[^"]+",args=\["[^\]]+"\]\}$/);
});

test.for([
  [{ providers: [] }, 'does nothing without the model'],
  [{ tools: { deny: ['execute'] } }, 'cannot be kept from execute alone'],
  [{ tools: { allow: ['read'] } }, 'cannot be kept from edit, execute, search alone'],
  [{ tools: { allow: ['read', 'edit', 'execute', 'search', 'fetch'] } }, 'past every filter'],
] as const)('a policy it cannot keep to is refused, not forgotten: %o', ([options, why]) => {
  expect(() => open(options as unknown as JsonObject)).toThrow(new RegExp(`^FULCRUM_E_TASK_INVALID.*${why}`));
});

test('what it did is read from what it prints', () => {
  const shell = (command: string): string => `/bin/bash -c '${command}'`;
  const change = JSON.stringify([{ path: '/scratch/workspace/rule.mjs', kind: 'update' }]);
  const { events, finishedAt, lines } = rereadTranscript('codex-edits', open().read);
  const use = (id: string, tool: string, input: string, word: string) => [
    { kind: 'tool-called', id, tool, input },
    { kind: 'permission', tool, detail: input, answer: 'allowed', rule: `tools.allow has ${word}` },
  ];
  const end = (id: string, outcome: string, output: string) => {
    return { kind: 'tool-ended', id, outcome, output };
  };
  expect(events).toEqual([
    { kind: 'said', text: 'I read the rule first.' },
    ...use('item_1', 'shell', shell('cat rule.mjs'), 'execute'),
    end('item_1', 'done', 'export const a = 1;\n'),
    ...use('item_2', 'apply_patch', change, 'edit'),
    end('item_2', 'done', ''),
    ...use('item_3', 'shell', shell('echo ran; exit 3'), 'execute'),
    end('item_3', 'failed', 'ran\n'),
    { kind: 'said', text: 'SUMMARY: a is two now' },
    { kind: 'turn-ended', turns: null },
  ]);
  expect(finishedAt).toBe(lines);
});

test('a refused call is a fault, and the end', () => {
  const { events, finishedAt, lines } = rereadTranscript('codex-over-budget', open().read);
  expect(events).toContainEqual({
    kind: 'fault',
    text: expect.stringContaining('402 Payment Required') as unknown,
  });
  expect(finishedAt).toBe(lines);
});

test.for([
  '',
  'plain words',
  '[]',
  'null',
  '{"type":"item.started"}',
  '{"type":"item.completed","item":{"type":"todo_list"}}',
])('a line no version prints is no end of the world: %s', (line) => {
  for (const { kind } of open().read(line).events) expect(kind).toBeOneOf(['fault', 'other']);
});
