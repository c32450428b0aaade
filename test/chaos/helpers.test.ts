import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFulcrumError } from '../../src/kernel/errors.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import type { Started } from '../stand-ins/command-line.ts';
import { TINY_TASK, fulcrum, startFulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { descendantsNamed, descendantsOf, stillRunning, tracesOfLauncher } from '../stand-ins/leftovers.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const RUN = ['run', '--json', '--no-control'];
const RESUME = ['resume', '--json', '--no-control'];
/** Programs of the helpers, as their command lines have them. */
const LAUNCHER = 'launcher-process';
const ORACLE = 'oracle-process';
const SUBJECT = '/node-driver.js';

let wholeReplay: string;
beforeAll(async () => {
  const whole = tinyTask();
  expect((await fulcrum(RUN, whole)).code).toBe(0);
  wholeReplay = replayHead(whole);
});

describe.each([
  { helper: LAUNCHER, what: 'the launcher' },
  { helper: ORACLE, what: 'an oracle process' },
])('kill -9 of $what', ({ helper }) => {
  it('ends the run with a clear error, leaves nothing, and a resume comes to the same head', async () => {
    const directory = tinyTask();
    let failures = 0;
    for (let round = 0; round < 3; round += 1) {
      const run = startFulcrum(round === 0 ? RUN : RESUME, directory);
      // The first entry is there when all helpers are.
      await run.said(round === 0 ? '"run-started"' : '"run-resumed"');
      // Soon in the first round, so that it strikes on a quick machine too; a resume may find nothing left to do.
      await sleep(Math.random() * (round === 0 ? 100 : 400));
      failures += (await strike(run, helper)) === 5 ? 1 : 0;
      expect(verifyLedger(join(directory, '.fulcrum/main')).faults).toEqual([]);
    }
    expect(failures).toBeGreaterThan(0);
    const last = await fulcrum(RESUME, directory);
    expect(last.stderr).toBe('');
    expect(last.code).toBe(0);
    expect(replayHead(directory)).toBe(wholeReplay);
  }, 120_000);
});

/** Kills a helper of a run, again where another takes its place, sees how that ends and that nothing is left. */
async function strike(run: Started, helper: string): Promise<number | null> {
  const [launcher] = descendantsNamed(run.child.pid!, LAUNCHER);
  const processes = new Set<number>();
  const striking = setInterval(() => {
    for (const pid of descendantsOf(run.child.pid!)) processes.add(pid);
    for (const pid of descendantsNamed(run.child.pid!, helper)) kill(pid);
  }, 15);
  const { code, stderr } = await run.ended;
  clearInterval(striking);
  expect(code).toBeOneOf([0, 5]);
  if (code === 5) expect(stderr).toMatch(/FULCRUM_E_(?:SANDBOX|ORACLE)_[A-Z]+/);
  expect(await stillRunning([...processes])).toEqual([]);
  if (launcher !== undefined) expect(tracesOfLauncher(launcher)).toEqual([]);
  return code;
}

describe('kill -9 of subjects', () => {
  it('is a verdict on a candidate at most: the run goes on to its end', async () => {
    const directory = tinyTask({ 'fulcrum.yaml': `${TINY_TASK}sandbox: { screeningBatch: 0 }\n` });
    const run = startFulcrum(RUN, directory);
    await run.said('"candidate-decided"');
    const [launcher] = descendantsNamed(run.child.pid!, LAUNCHER);
    const processes = new Set<number>();
    let killed = 0;
    const killing = setInterval(() => {
      for (const pid of descendantsOf(run.child.pid!)) processes.add(pid);
      const subjects = descendantsNamed(run.child.pid!, SUBJECT);
      const victim = subjects[Math.floor(Math.random() * subjects.length)];
      // Whoever dies three times before it has begun is not started a fourth time.
      if (victim !== undefined && killed < 2) killed += kill(victim);
    }, 40);
    const { code, stderr } = await run.ended;
    clearInterval(killing);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(killed).toBeGreaterThan(0);
    expect(verifyLedger(join(directory, '.fulcrum/main')).faults).toEqual([]);
    expect(await stillRunning([...processes])).toEqual([]);
    expect(tracesOfLauncher(launcher!)).toEqual([]);
  }, 60_000);
});

describe('SIGSTOP of an oracle process', () => {
  it('is found in bounded time, and a resume comes to the same head', async () => {
    const directory = tinyTask({ 'fulcrum.yaml': `${TINY_TASK}sandbox: { judgement: 3s, question: 1s }\n` });
    const whole = tinyTask({ 'fulcrum.yaml': `${TINY_TASK}sandbox: { judgement: 3s, question: 1s }\n` });
    await runTask(loadTask(whole), { workers: 1 });

    // Other tests leave a browser or a solver waiting for the next one.
    const others = new Set(descendantsOf(process.pid));
    let stopped: number | null = null;
    let processes: readonly number[] = [];
    const started = performance.now();
    const error: unknown = await runTask(loadTask(directory), {
      workers: 1,
      oracleSeconds: 1,
      onEntry: ({ event }) => {
        if (event.type !== 'run-started' || stopped !== null) return;
        processes = descendantsOf(process.pid).filter((pid) => !others.has(pid));
        stopped = descendantsNamed(process.pid, ORACLE).find((pid) => !others.has(pid))!;
        process.kill(stopped, 'SIGSTOP');
      },
    }).catch((reason: unknown) => reason);
    if (!isFulcrumError(error)) throw error;
    expect(error.facts.code).toBe('FULCRUM_E_ORACLE_HUNG');
    // Twice a judgement's three seconds and the oracle's own one, beside starting and ending.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(await stillRunning(processes)).toEqual([]);

    await runTask(loadTask(directory), { mode: 'resume', workers: 1 });
    expect(replayHead(directory)).toBe(replayHead(whole));
  }, 60_000);
});

/** 1 when there was such a process. */
function kill(pid: number): number {
  try {
    process.kill(pid, 'SIGKILL');
    return 1;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 0;
    throw error;
  }
}

function replayHead(directory: string): string {
  const ledger = readLedger(join(directory, '.fulcrum/main'));
  const { replay } = ledger.head()!;
  ledger.close();
  return replay;
}
