import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { defineScript } from '../../src/metering/scripted/script.ts';
import { startScriptedProvider } from '../../src/metering/testing/scripted-provider.ts';
import { fulcrum, startFulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';

afterEach(() => vi.unstubAllEnvs());

const KEY = 'provider-key-0123456789';

const TASK = `${TINY_TASK.replace('evaluations: 40', 'evaluations: 12').replace('evolve', 'greedy')}
proposers:
  - kind: llm
    models:
      - { provider: anthropic, model: claude-opus-5 }
      - { provider: openai-compatible, model: gpt-5.2 }
    stream: true
  - { kind: mutation, weight: 0.5 }
`;

const answer = (call: number): string => `SUMMARY: factor ${call}
double.ts
\`\`\`ts
export function double(input: number): number {
  return input * 2 + ${100 - call};
}
\`\`\`
`;

/** A new candidate with every call, one that does not apply, one that is cut and one that is refused among them. */
const SCRIPT = defineScript({
  rules: Array.from({ length: 100 }, (_, index) => {
    const call = index + 1;
    const when = { call };
    const delayMilliseconds = (call * 37) % 120;
    if (call % 9 === 4) return { when, reply: { text: 'no change here', delayMilliseconds } };
    if (call % 9 === 6) return { when, reply: { text: answer(call), cutAfterEvents: 2, delayMilliseconds } };
    if (call % 9 === 8)
      return { when, reply: { error: { status: 400, message: 'not today' }, delayMilliseconds } };
    return { when, reply: { text: answer(call), delayMilliseconds } };
  }),
});

function replayHead(directory: string, name: string): string {
  const ledger = readLedger(join(directory, '.fulcrum', name));
  try {
    return ledger.head()!.replay;
  } finally {
    ledger.close();
  }
}

it('a run with models is made again without them, also one that was killed and went on', async () => {
  const provider = await startScriptedProvider(SCRIPT, KEY);
  for (const name of ['ANTHROPIC', 'OPENAI_COMPATIBLE']) {
    vi.stubEnv(`${name}_BASE_URL`, provider.url);
    vi.stubEnv(`${name}_API_KEY`, KEY);
  }
  const directory = tinyTask({ 'fulcrum.yaml': TASK });
  onTestFinished(() => rmSync(directory, { recursive: true }));

  const killed = startFulcrum(['run', '--json', '--no-control'], directory);
  await killed.said('"type":"candidate-decided"');
  killed.child.kill('SIGKILL');
  await killed.ended;
  const ended = await fulcrum(['resume', '--display', 'none', '--no-control'], directory);
  expect([ended.code, ended.stderr]).toEqual([0, '']);

  await provider.close();
  vi.unstubAllEnvs();
  for (const name of ['ANTHROPIC', 'OPENAI_COMPATIBLE']) vi.stubEnv(`${name}_API_KEY`, undefined);
  const again = await fulcrum(['rerun', '--display', 'none', '--workers', '1'], directory);
  expect([again.code, again.stderr]).toEqual([0, '']);
  expect(again.stdout).toContain('the replay hashes are equal');
  expect(replayHead(directory, 'main-again')).toBe(replayHead(directory, 'main'));
  expect((await fulcrum(['verify', '--name', 'main-again'], directory)).code).toBe(0);

  writeFileSync(join(directory, '.fulcrum/main/models/calls.ndjson'), '');
  const missing = await fulcrum(['rerun', '--display', 'none', '--as', 'third'], directory);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(
    /no reply for this call to "(claude-opus-5|gpt-5\.2)".*FULCRUM_E_REPLAY_MISS/s,
  );
}, 60_000);
