import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { fulcrum, jsonLines, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';
import type { RealAgent } from './real-agents.ts';
import { claudeReads, KEY, PROMPT, REAL_AGENTS, skipped, useProvider } from './real-agents.ts';

afterEach(() => vi.unstubAllEnvs());

const WORDS = resolve(import.meta.dirname, '../stand-ins/mcp-word-server');
const MODULES = resolve(import.meta.dirname, '../../node_modules');

/** A task with an agent that is offered a server of words. */
function taskFor(agent: RealAgent): string {
  const files = { 'server.mjs': 'server.mjs', 'words.json': 'words.json', node_modules: 'node_modules' };
  const proposer = {
    kind: 'agent',
    ...agent.options(),
    tools: { allow: ['read', 'edit', 'execute', 'search', 'mcp:words'] },
    mcpServers: [{ name: 'words', argv: ['node', '/fulcrum/mcp/words/server.mjs'], files }],
  };
  const yaml = TINY_TASK.replace('evaluations: 40', 'evaluations: 1, wall: 15s')
    .replace('evolve', 'greedy')
    .replace('pipeline: 4', 'pipeline: 1');
  const directory = tinyTask({ 'fulcrum.yaml': `${yaml}proposers: [${JSON.stringify(proposer)}]\n` });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync(WORDS, directory, { recursive: true });
  symlinkSync(MODULES, join(directory, 'node_modules'));
  const tool = { name: 'find', description: 'Finds a word.' };
  writeFileSync(join(directory, 'words.json'), JSON.stringify({ version: '1.0.0', tools: [tool] }));
  return directory;
}

describe.each(REAL_AGENTS)('$name', (agent) => {
  it.skipIf(skipped(agent))(
    'improves a task in a run of its own, with a word from an approved server, and the run verifies',
    async () => {
      const line = (factor: string): string => `  return input${factor};`;
      const usage = { input: 1000, output: 50 };
      const provider = await startScriptedProvider(
        defineScript({
          rules: [
            {
              when: { pattern: PROMPT },
              reply: { toolCalls: [claudeReads('double.ts'), agent.shell('cat double.ts')], usage },
            },
            {
              when: { pattern: '0\\.5 \\+ 3' },
              reply: agent.serverTool('words', 'find', { word: 'lever' }),
            },
            {
              when: { pattern: 'lever' },
              reply: {
                toolCalls: [agent.replace('double.ts', line(' + input * 0.5 + 3'), line(' * 2'))],
                usage,
              },
            },
            { reply: { text: 'SUMMARY: multiply by two', usage } },
          ],
        }),
        KEY,
      );
      onTestFinished(() => provider.close());
      useProvider(provider);
      const directory = taskFor(agent);
      expect((await fulcrum(['mcp', 'pin', '--approve', '--author', 'Ada'], directory)).stderr).toBe('');
      const run = await fulcrum(['run', '--display', 'none', '--no-control'], directory);
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect((await fulcrum(['best', '--write', 'best'], directory)).code).toBe(0);
      expect(readFileSync(join(directory, 'best/double.ts'), 'utf8')).toContain(line(' * 2'));

      const trajectory = jsonLines(readFileSync(join(directory, '.fulcrum/main/agents/1.jsonl'), 'utf8'));
      expect(trajectory).toContainEqual(
        expect.objectContaining({ kind: 'permission', answer: 'allowed', rule: 'tools.allow has mcp:words' }),
      );
      expect(trajectory).toContainEqual(expect.objectContaining({ kind: 'mcp-call', server: 'words' }));
      for (const command of ['verify', 'replay'])
        expect([command, (await fulcrum([command], directory)).code]).toEqual([command, 0]);
    },
    90_000,
  );
});
