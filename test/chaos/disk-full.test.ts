import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFulcrumError } from '../../src/kernel/errors.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const task = curveTask({ strategy: { kind: 'evolve', initial: 5 }, budget: { evaluations: 30 } }).task;
const disk = mkdtempSync(join(tmpdir(), 'fulcrum-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0;
const skipped = mounted ? '' : ' (skipped: this user may not mount a file system of a test’s own)';

/** Runs in a directory to the end or to an error; what was announced is in `acknowledged` in both cases. */
async function run(directory: string, acknowledged: Set<number>): Promise<string> {
  const ledger = openLedger(directory);
  try {
    const judge = standInJudge(ledger, { workers: 8 });
    const onEntry = ({ sequence }: { readonly sequence: number }): void => void acknowledged.add(sequence);
    await runLoop(runParts({ task, ledger, judge, onEntry }));
    return ledger.head()!.replay;
  } finally {
    ledger.close();
  }
}

function bytesFree(): number {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
}

describe(`a full disk${skipped}`, () => {
  let whole = '';
  let used = 0;
  beforeAll(async () => {
    if (!mounted) return;
    const elsewhere = temporaryLedger();
    elsewhere.ledger.close();
    whole = await run(elsewhere.directory, new Set());
    const before = bytesFree();
    await run(join(disk, 'measured'), new Set());
    used = before - bytesFree();
    rmSync(join(disk, 'measured'), { recursive: true });
  });
  afterAll(() => {
    if (mounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it.runIf(mounted)(
    'stops the run with a clear error, loses nothing announced, and lets it go on once there is room',
    { timeout: 120_000 },
    async () => {
      const random = createRandom('disk full');
      let stopped = 0;
      for (let round = 0; round < 50; round += 1) {
        const directory = join(disk, `run-${round}`);
        const ballast = join(disk, 'ballast');
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bytesFree() - random.below(used * 2))));
        const acknowledged = new Set<number>();
        const error = await run(directory, acknowledged).then(
          () => null,
          (failure: unknown) => failure,
        );
        rmSync(ballast);
        if (error !== null) {
          stopped += 1;
          if (!isFulcrumError(error)) throw error;
          expect(error.facts.code).toBe('FULCRUM_E_LEDGER_UNWRITABLE');
        }
        expect(await run(directory, acknowledged)).toBe(whole);
        const { sound, faults } = verifyLedger(directory);
        expect(faults).toEqual([]);
        expect(Math.max(...acknowledged)).toBeLessThanOrEqual(sound);
        expect(acknowledged.size).toBe(sound);
        rmSync(directory, { recursive: true });
      }
      expect(stopped).toBeGreaterThan(20);
    },
  );
});
