import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import { agentOptions, providersOf } from './options.ts';

const PROGRAM = { agent: 'program', argv: ['x'] };

test.for([
  [{}, 'agent'],
  [{ agent: 'cursor' }, 'agent'],
  [{ agent: 'program' }, 'argv'],
  [{ agent: 'acp' }, 'argv'],
  [{ ...PROGRAM, argv: [] }, 'argv'],
  [{ ...PROGRAM, host: true }, 'host'],
  [{ ...PROGRAM, programs: { '../x': 'y' } }, 'programs'],
  [{ ...PROGRAM, providers: ['mistral'] }, 'providers.0'],
  [{ ...PROGRAM, tools: { allow: ['sudo'] } }, 'tools.allow.0'],
  [{ ...PROGRAM, tools: { allow: ['mcp:'] } }, 'tools.allow.0'],
  [{ ...PROGRAM, network: { hosts: ['registry.npmjs.org'] } }, 'network.hosts.0'],
  [{ ...PROGRAM, network: { hosts: ['https://registry.npmjs.org:443'] } }, 'network.hosts.0'],
  [{ ...PROGRAM, network: { hosts: ['*.npmjs.org:443'] } }, 'network.hosts.0'],
  [{ ...PROGRAM, network: { hosts: ['Registry.npmjs.org:443'] } }, 'network.hosts.0'],
  [{ ...PROGRAM, limits: { seconds: 0 } }, 'limits.seconds'],
  [{ ...PROGRAM, limits: { turns: 1.5 } }, 'limits.turns'],
  [{ ...PROGRAM, limits: { money: -1 } }, 'limits.money'],
  [{ ...PROGRAM, limits: { memoryBytes: 1 } }, 'limits.memoryBytes'],
  [{ ...PROGRAM, memory: {} }, 'memory'],
] as const)('options are refused that are wrong: %o', ([options, where]) => {
  const quoted = where.replaceAll('.', '\\.');
  expect(() => agentOptions(options as unknown as JsonObject)).toThrow(
    new RegExp(
      `^FULCRUM_E_TASK_INVALID.*proposers\\.agent\\.options.*${quoted}|^FULCRUM_E_TASK_INVALID.*${quoted}`,
      's',
    ),
  );
});

test('an agent calls the models of its maker, another program none, unless the options say so', () => {
  expect(providersOf(agentOptions({ agent: 'claude' }))).toEqual(['anthropic']);
  expect(providersOf(agentOptions({ agent: 'codex' }))).toEqual(['openai']);
  expect(providersOf(agentOptions(PROGRAM))).toEqual([]);
  expect(providersOf(agentOptions({ ...PROGRAM, providers: ['google'] }))).toEqual(['google']);
  expect(providersOf(agentOptions({ agent: 'claude', providers: [] }))).toEqual([]);
});
