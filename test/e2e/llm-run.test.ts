import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { defineScript } from '../../src/metering/scripted/script.ts';
import type { Script } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { openAsked } from '../../src/surfaces/view/testing/asking.ts';
import type { ModelCalls, RunCard } from '../../src/surfaces/view/protocol.ts';
import { eventsOf, fulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

const KEY = ['sk', 'ant', 'api03', 'canary'.repeat(4)].join('-');
const MODEL = 'claude-opus-5';

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 2').replace('evolve', 'greedy').replace('pipeline: 4', 'pipeline: 1')}
proposers:
  - kind: llm
    models: [{ provider: anthropic, model: ${MODEL} }]
    maximumOutputTokens: 500
`;

const blocks = (before: string, after: string): string =>
  `SUMMARY: replace the sum by ${after}\ndouble.ts\n<<<<<<< SEARCH\n${before}\n=======\n  return ${after};\n>>>>>>> REPLACE\n`;

/** First what does not apply, mended in the second turn; then the answer itself. */
const SCRIPT = defineScript({
  rules: [
    {
      when: { text: 'does not occur' },
      reply: { text: blocks('  return input + input * 0.5 + 3;', 'input * 1.75') },
    },
    {
      when: { text: 'input + input * 0.5 + 3' },
      reply: { text: blocks('  return input + input / 2 + 3;', 'input * 1.75') },
    },
    { when: { text: 'input * 1.75' }, reply: { text: blocks('  return input * 1.75;', 'input * 2') } },
  ],
});

async function runWith(
  script: Script,
  task = TASK,
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly directory: string;
  readonly code: number | null;
  readonly spoken: string;
  readonly calls: number;
}> {
  const provider = await startScriptedProvider(script, KEY);
  onTestFinished(() => provider.close());
  const given = { ANTHROPIC_BASE_URL: provider.url, ANTHROPIC_API_KEY: KEY, ...environment };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const directory = tinyTask({ 'fulcrum.yaml': task });
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const ended = await fulcrum(['run', '--display', 'none', '--no-control'], directory);
  return {
    directory,
    code: ended.code,
    spoken: ended.stdout + ended.stderr,
    calls: provider.received.length,
  };
}

it(
  'improves a candidate by search/replace, mends what does not apply, and keeps the key to itself',
  { timeout: 60_000 },
  async () => {
    const { directory, spoken, calls } = await runWith(SCRIPT);
    const events = eventsOf(directory);
    const kept = events.filter(
      (event) => event.type === 'candidate-decided' && event.decision.kind === 'keep',
    );
    const proposed = events.filter((event) => event.type === 'candidate-proposed');
    expect(proposed.map(({ candidate }) => candidate.provenance.model?.turns)).toEqual([2, 1]);
    expect(proposed.map(({ candidate }) => candidate.provenance.summary)[1]).toBe(
      'replace the sum by input * 2',
    );
    expect(kept).toHaveLength(2);
    expect(calls).toBe(3);
    const run = join(directory, '.fulcrum/main');
    const lines = readFileSync(join(run, 'models/calls.ndjson'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(spoken).not.toContain('canary');
    for (const path of readdirSync(run, { recursive: true, withFileTypes: true })) {
      if (!path.isFile()) continue;
      expect(readFileSync(join(path.parentPath, path.name)).includes('canary'), path.name).toBe(false);
    }
    const verified = await fulcrum(['verify'], directory);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    const again = await fulcrum(['replay'], directory);
    expect([again.code, again.stderr]).toEqual([0, '']);

    const page = await openAsked([run]);
    onTestFinished(() => page.close());
    const [{ id }] = await page.get<readonly [RunCard]>('/api/runs');
    const { calls: told, cut } = await page.get<ModelCalls>(`/api/runs/${id}/candidates/1/calls`);
    expect([told.length, cut]).toEqual([2, false]);
    expect(told[0]!.asked!.at(-1)!.text).toContain('input + input * 0.5 + 3');
    expect(told[1]!.asked!.map(({ by }) => by)).toEqual(['assistant', 'user']);
    expect(told[1]!.answered).toBe(blocks('  return input + input * 0.5 + 3;', 'input * 1.75'));
  },
);

it('ends when what is left of the money may not pay for another call', { timeout: 60_000 }, async () => {
  const { directory, calls } = await runWith(
    SCRIPT,
    TASK.replace('evaluations: 2', 'evaluations: 2, money: 1e-7'),
  );
  expect(eventsOf(directory).at(-1)).toMatchObject({ type: 'run-finished', reason: 'budget-money' });
  expect(calls).toBe(0);
});

it('ends when what is paid for becomes no candidate so often in a row', { timeout: 60_000 }, async () => {
  const repeating = defineScript({
    rules: [{ reply: { text: blocks('  return input + input * 0.5 + 3;', 'input * 2') } }],
  });
  const task = TASK.replace('evaluations: 2', 'evaluations: 9').replace('    max', '    repairs: 0\n    max');
  const { directory, calls } = await runWith(repeating, `${task}guards: { paidRefusals: 3 }\n`);
  const events = eventsOf(directory);
  expect(events.filter(({ type }) => type === 'candidate-decided')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({
    reason: 'search-exhausted',
    detail: expect.stringContaining('3 proposals of models') as string,
  });
  expect(calls).toBe(4);
});

it('without a key, nothing is started', { timeout: 60_000 }, async () => {
  const { directory, spoken, code } = await runWith(SCRIPT, TASK, { ANTHROPIC_API_KEY: '' });
  expect(code).not.toBe(0);
  expect(spoken).toMatch(/ANTHROPIC_API_KEY.*FULCRUM_E_MODEL_KEY_MISSING/s);
  expect(eventsOf(directory)).toEqual([]);
});
