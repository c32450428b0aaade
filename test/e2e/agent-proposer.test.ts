import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LauncherHandle } from '../../src/sandbox/launcher.ts';
import { startLauncher } from '../../src/sandbox/launcher.ts';
import { processesMarked } from '../../src/sandbox/self-probe/host-processes.ts';
import { openErrands, IMPROVED, PROGRAM_HEAD as HEAD } from '../stand-ins/agent-errands.ts';

let launcher: LauncherHandle;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

describe('an agent that works', () => {
  it('finds its task, edits files in place, and leaves a proposal and a trajectory', async () => {
    const { proposal, events, written } = await openErrands(launcher).send(`${HEAD}
const prompt = readFileSync(process.env.FULCRUM_PROMPT, 'utf8');
const asked = readFileSync(0, 'utf8');
improve();
writeFileSync('lib/new.ts', 'export const fresh = 1;\\n');
rmSync('lib/helper.ts');
writeFileSync('.npmrc', 'left behind');
console.log(asked.trimEnd() === prompt.trimEnd() ? 'SUMMARY: doubles, as asked' : 'SUMMARY: the prompts differ');
`);
    expect(proposal).toEqual({
      kind: 'edit',
      edits: [
        { path: 'lib/helper.ts', content: null },
        IMPROVED,
        { path: 'lib/new.ts', content: 'export const fresh = 1;\n' },
      ],
      provenance: { proposer: 'agent', operator: 'agent program', summary: 'doubles, as asked' },
    });
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'said', 'ended', 'outcome']);
    expect(events.at(-1)).toMatchObject({ outcome: '3 files differ, 1 new files are left out: .npmrc' });
    const lines = written.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      events.map((event) => ({ ...event, milliseconds: expect.any(Number) })),
    );
  });

  it('that meets a limit after its work was done proposes what it did', async () => {
    const { proposal, events } = await openErrands(launcher).send(
      `${HEAD}improve(); setInterval(() => console.log('x'.repeat(1000)), 1);`,
      { limits: { outputBytes: 100_000 } },
    );
    expect(proposal).toMatchObject({ kind: 'edit', edits: [IMPROVED] });
    expect(events).toContainEqual({ kind: 'limit', limit: 'it printed more than 100000 bytes' });
  });
});

describe('the end of the run', () => {
  it('ends the agent in the middle of its work, and its files go', async () => {
    const mark = `3600.${process.hrtime.bigint()}`;
    const errands = openErrands(launcher);
    const abort = new AbortController();
    const sent = errands.send(
      `${HEAD}improve(); spawn('sleep', ['${mark}'], { detached: true });`,
      {},
      {},
      abort.signal,
    );
    while (processesMarked(mark).length === 0) await sleep(20);
    abort.abort();
    expect((await sent).proposal).toMatchObject({ kind: 'nothing', reason: 'the run ended first' });
    expect(processesMarked(mark)).toEqual([]);
    expect(readdirSync(launcher.scratch).filter((name) => name.startsWith('agent-'))).toEqual([]);
  });
});

it('a trajectory is of bounded size, whatever the agent prints', async () => {
  const errands = openErrands(launcher);
  const { events } = await errands.send(`for (let n = 0; n < 10000; n += 1) console.log('x'.repeat(1000));`);
  expect(events.length).toBeGreaterThan(10_000);
  const { size } = statSync(join(errands.runDirectory, 'agents/1.jsonl'));
  expect(size).toBeLessThan(9 * 2 ** 20);
});

it('without isolation no agent is started', async () => {
  const unsafe = await startLauncher({ isolation: 'none' });
  try {
    await expect(openErrands(unsafe).send('')).rejects.toThrow('FULCRUM_E_AGENT_UNSANDBOXED');
  } finally {
    await unsafe.close();
  }
});

it('a program that is not there keeps the run from starting', async () => {
  const sent = openErrands(launcher).send('', { programs: { x: 'nowhere' } });
  await expect(sent).rejects.toThrow(/^FULCRUM_E_PROPOSER_TOOL.*nowhere/);
});
