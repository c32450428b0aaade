import { spawn } from 'node:child_process';
import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../src/kernel/contracts/ledger.ts';
import type { Ended } from '../stand-ins/command-line.ts';
import { TINY_TASK, jsonLines, tinyTask } from '../stand-ins/command-line.ts';
import { makeFolder, removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const PROGRAM = resolve(import.meta.dirname, '../../bin/fulcrum');
const isRoot = process.geteuid!() === 0;
const ORDINARY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];
const RUN = `${PROGRAM} run --json --no-control`;
const SHORT = {
  'fulcrum.yaml': `${TINY_TASK.replace('evaluations: 40', 'evaluations: 4')}sandbox: { screeningBatch: 0 }\n`,
};

/** A short task in a folder that any user may write to. */
function openTask(): string {
  const directory = tinyTask(SHORT);
  const open = makeFolder('fulcrum-machine-');
  cpSync(directory, open, { recursive: true });
  for (const path of ['', ...readdirSync(open, { recursive: true, encoding: 'utf8' })]) {
    chmodSync(join(open, path), 0o777);
  }
  return open;
}

function on(machine: readonly string[], script: string): Promise<Ended> {
  const [program, ...parameters] = [...machine, 'sh', '-c', script];
  const directory = openTask();
  const child = spawn(program, parameters, {
    cwd: directory,
    // Nobody's home is not there: the key that signs has to lie somewhere.
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', XDG_STATE_HOME: join(directory, 'state') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const spoken = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (spoken.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (spoken.stderr += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, ...spoken })));
}

function entries({ stdout }: Ended): readonly LedgerEntry[] {
  return jsonLines(stdout).filter(({ type }) => type === 'entry') as unknown as readonly LedgerEntry[];
}

/** Levels stamped into the verdicts on candidates, and what was metered of fresh ones. */
function judgements(ended: Ended) {
  const judged = entries(ended).flatMap(({ event, observed }) =>
    event.type === 'candidate-judged' ? [{ verdict: event.verdict, observed }] : [],
  );
  return {
    levels: [...new Set(judged.map(({ verdict }) => verdict.sandbox.level))],
    fresh: judged.filter(({ verdict }) => verdict.mode === 'fresh').map(({ observed }) => observed),
  };
}

describe.runIf(isRoot)('what a machine may lack', { timeout: 60_000 }, () => {
  it('as an ordinary user a run works, at the level that stands for it', async () => {
    const ended = await on(ORDINARY, RUN);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(judgements(ended).levels).toEqual([3]);
  });

  it.each([
    { how: 'unmounted', hide: 'umount -R /sys/fs/cgroup' },
    { how: 'covered by another file system', hide: 'mount -t tmpfs none /sys/fs/cgroup' },
  ])('with control groups $how it says level 3 and meters nothing', async ({ hide }) => {
    const ended = await on(['unshare', '--mount', '--propagation', 'private'], `${hide} && exec ${RUN}`);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const { levels, fresh } = judgements(ended);
    expect(levels).toEqual([3]);
    expect(fresh.length).toBeGreaterThan(0);
    for (const observed of fresh)
      expect(observed).toMatchObject({ cpuMilliseconds: null, memoryPeakBytes: null });
  });

  it.each([
    { namespaces: 1, code: 5 },
    // The control: the same machine with room for more.
    { namespaces: 50, code: 0 },
  ])('with $namespaces user namespace(s) left it ends with $code', async ({ namespaces, code }) => {
    const limit = `echo ${namespaces} >/proc/sys/user/max_user_namespaces`;
    const inner = `exec unshare --user --map-user=1000 --map-group=1000 ${RUN}`;
    const ended = await on([...ORDINARY, 'unshare', '--user', '--map-root-user'], `${limit} && ${inner}`);
    expect(ended.code).toBe(code);
    if (code === 0) return;
    expect(ended.stderr).toContain('FULCRUM_E_SANDBOX_UNAVAILABLE');
    expect(ended.stderr).toContain('max_*_namespaces exceeded');
    expect(entries(ended)).toEqual([]);
  });
});
