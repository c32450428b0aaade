import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { fulcrum, jsonLines, startFulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { descendantsNamed, descendantsOf, stillRunning, tracesOfLauncher } from '../stand-ins/leftovers.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const RUN = ['run', '--json', '--no-control'];
const RESUME = ['resume', '--json', '--no-control'];

function replayHead(directory: string): string {
  const ledger = readLedger(join(directory, '.fulcrum/main'));
  const { replay } = ledger.head()!;
  ledger.close();
  return replay;
}

describe('kill -9 of the controller', () => {
  it(
    'loses nothing acknowledged, decides nothing twice, leaves no process behind',
    { timeout: 120_000 },
    async () => {
      const whole = tinyTask();
      expect((await fulcrum(RUN, whole)).code).toBe(0);

      const directory = tinyTask();
      let acknowledged = 0;
      for (let round = 0; round < 8; round += 1) {
        const run = startFulcrum(round === 0 ? RUN : RESUME, directory);
        // Points spread over start-up, baseline and the middle of the search.
        await new Promise((resolve) => setTimeout(resolve, 150 + round * 220 + Math.random() * 300));
        const left = descendantsOf(run.child.pid!);
        const launchers = descendantsNamed(run.child.pid!, 'launcher-process');
        run.child.kill('SIGKILL');
        const { stdout } = await run.ended;
        expect(await stillRunning(left)).toEqual([]);
        expect(launchers.flatMap(tracesOfLauncher)).toEqual([]);
        const complete = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
        acknowledged = Math.max(acknowledged, ...lastSequence(complete));
        if (acknowledged === 0) continue;
        const { sound, faults } = verifyLedger(join(directory, '.fulcrum/main'));
        expect(faults).toEqual([]);
        expect(sound).toBeGreaterThanOrEqual(acknowledged);
      }
      const last = await fulcrum(acknowledged === 0 ? RUN : RESUME, directory);
      expect(last.stderr).toBe('');
      expect(last.code).toBe(0);
      expect(replayHead(directory)).toBe(replayHead(whole));
    },
  );
});

function lastSequence(stdout: string): readonly number[] {
  return jsonLines(stdout).flatMap(({ sequence }) => (typeof sequence === 'number' ? [sequence] : []));
}

describe('interrupts', () => {
  const long = (directory: string): void => {
    const file = join(directory, 'fulcrum.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('evaluations: 40', 'evaluations: 100000'));
  };

  it('finishes cleanly on the first and can be resumed', { timeout: 30_000 }, async () => {
    const directory = tinyTask();
    long(directory);
    const run = startFulcrum(RUN, directory);
    await run.said('"candidate-decided"');
    const processes = descendantsOf(run.child.pid!);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(4);
    expect(stdout).toContain('"stop-requested"');
    expect(stdout).not.toContain('"seed-revealed"');
    expect(await stillRunning(processes)).toEqual([]);
    const resumed = startFulcrum(RESUME, directory);
    await resumed.said('"candidate-decided"');
    resumed.child.kill('SIGKILL');
    await resumed.ended;
  });

  it('ends at once on the second', { timeout: 30_000 }, async () => {
    const directory = tinyTask({
      'workspace/double.ts': 'export const double = () => new Promise(() => setInterval(() => {}, 9));\n',
    });
    const run = startFulcrum(['run', '--display', 'plain'], directory);
    await run.said('started');
    const processes = descendantsOf(run.child.pid!);
    run.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 100));
    run.child.kill('SIGINT');
    const { code } = await run.ended;
    expect(code).toBe(4);
    expect(await stillRunning(processes)).toEqual([]);
  });

  it('stops from another process, which may not write the run itself', { timeout: 30_000 }, async () => {
    const directory = tinyTask();
    long(directory);
    const run = startFulcrum(RUN, directory);
    await run.said('"candidate-decided"');
    const second = await fulcrum(['resume'], directory);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('FULCRUM_E_RUN_BUSY');
    const [status] = jsonLines((await fulcrum(['status', '--json'], directory)).stdout);
    expect(status).toMatchObject({ phase: 'running' });
    expect((await fulcrum(['stop'], directory)).code).toBe(0);
    expect((await run.ended).code).toBe(4);
  });
});
