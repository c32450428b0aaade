import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { oracleKeyPlace } from '../../src/surfaces/oracle-key.ts';
import { eventsOf, fulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

const KEY = ['sk', 'ant', 'api03', 'canary'.repeat(4)].join('-');
const PRICE = { input: 5e-6, output: 25e-6 };

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 2, wall: 60s').replace('evolve', 'greedy').replace('pipeline: 4', 'pipeline: 1')}
proposers:
  - kind: agent
    agent: program
    argv: [node, /fulcrum/tools/agent.mjs]
    programs: { agent.mjs: agent.mjs }
    providers: [anthropic]
    limits: { seconds: 20 }
`;

/** Asks the model for a factor, writes it down, and on the way looks for whatever judges it. */
const agentProgram = (targets: readonly string[]): string => `
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
const reply = await fetch(process.env.FULCRUM_DOOR_URL + '/v1/messages', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': process.env.FULCRUM_DOOR_TOKEN },
  body: JSON.stringify({ model: 'claude-opus-5', max_tokens: 50, messages: [{ role: 'user', content: readFileSync('double.ts', 'utf8') }] }),
});
const factor = (await reply.json()).content[0].text;
const seen = ${JSON.stringify(targets)}.filter((path) => existsSync(path));
for (const number of readdirSync('/proc').filter((name) => /^\\d+$/.test(name))) {
  let words = '';
  try { words = readFileSync('/proc/' + number + '/cmdline', 'utf8'); } catch {}
  if (/oracle-process|launcher-process|cli.main|vitest/.test(words)) seen.push('process ' + words.replaceAll('\\0', ' '));
}
const own = ['double.ts', '/fulcrum/tools/agent.mjs'].filter((path) => existsSync(path)).length;
writeFileSync('double.ts', [
  'export function double(input: number): number {',
  '  return input * ' + factor + ';',
  '}',
  '// looked for ' + ${targets.length} + ' things and found ' + JSON.stringify(seen) + ' and ' + own + ' of mine',
  '',
].join('\\n'));
console.log('SUMMARY: multiply by ' + factor);
`;

const SCRIPT = defineScript({
  rules: [
    { when: { text: '* 1.75' }, reply: { text: '2', usage: { input: 200, output: 1 } } },
    { reply: { text: '1.75', usage: { input: 100, output: 2 } } },
  ],
});

it('an agent improves a task through the metered door, sees nothing of what judges it, and the run verifies', async () => {
  const provider = await startScriptedProvider(SCRIPT, KEY);
  onTestFinished(() => provider.close());
  vi.stubEnv('ANTHROPIC_BASE_URL', provider.url);
  vi.stubEnv('ANTHROPIC_API_KEY', KEY);
  const directory = tinyTask({ 'fulcrum.yaml': TASK });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { file: key } = oracleKeyPlace(process.env);
  const targets = [
    ...['oracle.ts', 'fulcrum.yaml', '.fulcrum/main', 'workspace'].map((name) => join(directory, name)),
    ...[directory, key, process.cwd()],
  ];
  writeFileSync(join(directory, 'agent.mjs'), agentProgram(targets));

  const ended = await fulcrum(['run', '--verbose', '--no-control'], directory);
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  expect(ended.stdout).toMatch(/^#1 \d+\.\d s {2}says SUMMARY: multiply by 1\.75$/m);
  // What it looked for was there.
  expect(targets.filter((path) => !existsSync(path))).toEqual([]);

  const events = eventsOf(directory);
  const proposed = events.flatMap((event) => (event.type === 'candidate-proposed' ? [event.candidate] : []));
  const kept = events.filter((event) => event.type === 'candidate-decided' && event.decision.kind === 'keep');
  expect(proposed.map(({ provenance }) => provenance)).toMatchObject([
    {
      ...{ proposer: 'agent', operator: 'agent program', summary: 'multiply by 1.75' },
      author: { kind: 'model', family: null },
      model: {
        ...{ name: 'program/claude-opus-5', turns: 1, inputTokens: 100, outputTokens: 2 },
        money: expect.closeTo(100 * PRICE.input + 2 * PRICE.output, 12),
      },
    },
    { summary: 'multiply by 2', model: { turns: 1, inputTokens: 200, outputTokens: 1 } },
  ]);
  expect(kept).toHaveLength(2);

  const best = await fulcrum(['best', '--write', 'best'], directory);
  const text = best.code === 0 ? readBest(directory) : best.stderr;
  expect(text).toContain(`looked for ${targets.length} things and found [] and 2 of mine`);

  const run = join(directory, '.fulcrum/main');
  // A third may have been begun when the run ended.
  expect(readdirSync(join(run, 'agents'))).toEqual(expect.arrayContaining(['1.jsonl', '2.jsonl']));
  for (const path of readdirSync(run, { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const bytes = readFileSync(join(path.parentPath, path.name));
    expect([path.name, bytes.includes('canary'), bytes.includes('fulcrum-run-')]).toEqual([
      path.name,
      false,
      false,
    ]);
  }
  expect(ended.stdout + ended.stderr).not.toContain('canary');
  for (const command of ['verify', 'replay']) {
    const again = await fulcrum([command], directory);
    expect([command, again.code, again.stderr]).toEqual([command, 0, '']);
  }
}, 60_000);

function readBest(directory: string): string {
  return readFileSync(join(directory, 'best/double.ts'), 'utf8');
}

it('without a sandbox the run does not start', async () => {
  const directory = tinyTask({
    'fulcrum.yaml': TASK.replace('    providers: [anthropic]\n', ''),
    'agent.mjs': '',
  });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const ended = await fulcrum(['run', '--display', 'none', '--unsafe-no-sandbox'], directory);
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toContain('FULCRUM_E_AGENT_UNSANDBOXED');
}, 60_000);
