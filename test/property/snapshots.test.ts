import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/kernel/contracts/ledger.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { emptyRunState, foldRun } from '../../src/kernel/run-state.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { checkSnapshots } from '../../src/loop/check-snapshots.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { latestStart, runStateOf } from '../../src/loop/run-snapshot.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const STRATEGIES = [{ kind: 'random' }, { kind: 'greedy' }, { kind: 'evolve', initial: 5 }] as const;
const VERSION = 'test';

function taskWith(strategy: (typeof STRATEGIES)[number], evaluations = 40) {
  return curveTask({ strategy, budget: { evaluations }, pipeline: 4 }).task;
}

type Task = ReturnType<typeof taskWith>;

async function runOn(ledger: Ledger, task: Task, interruption: Partial<ReturnType<typeof runParts>> = {}) {
  const judge = standInJudge(ledger, { workers: 8 });
  return runLoop({ ...runParts({ task, ledger, judge }), ...interruption });
}

/** Ends the run as a stop button would, after so many decisions: leaves a snapshot. */
function stopAfter(turns: number) {
  let turn = 0;
  return { stopRequested: () => (turn += 1) > turns };
}

/** Breaks the run off as a crash would, after so many announced entries: leaves none. */
function crashAfter(entries: number) {
  let seen = 0;
  return {
    onEntry: () => {
      seen += 1;
      if (seen === entries) throw new Error('crash');
    },
  };
}

async function headOf(task: Task): Promise<string> {
  const { ledger } = temporaryLedger();
  await runOn(ledger, task);
  const { replay } = ledger.head()!;
  ledger.close();
  return replay;
}

function stateFromTheStart(ledger: Ledger) {
  let state = emptyRunState;
  for (const { event } of ledger.entries()) state = foldRun(state, event);
  return state;
}

describe('a run with snapshots', () => {
  it.each(STRATEGIES)(
    'comes out the same however it is stopped and killed: $kind',
    { timeout: 60_000 },
    async (strategy) => {
      const task = taskWith(strategy);
      const whole = await headOf(task);
      const random = createRandom(`interruptions/${strategy.kind}`);
      let resumedFromSnapshot = 0;
      for (let round = 0; round < 14; round += 1) {
        const { directory, ledger } = temporaryLedger();
        let open = ledger;
        for (let interruption = 0; interruption < 3; interruption += 1) {
          const point = 1 + random.below(25);
          if (random.chance(0.5)) await runOn(open, task, stopAfter(point));
          else await runOn(open, task, crashAfter(point * 3)).catch(ignoreCrash);
          open.close();
          open = openLedger(directory);
          if (latestStart(open, VERSION).sequence > 0) resumedFromSnapshot += 1;
        }
        await runOn(open, task);
        expect(open.head()!.replay).toBe(whole);
        expect(runStateOf(open, VERSION)).toEqual(stateFromTheStart(open));
        expect(checkSnapshots(runParts({ task, ledger: open }), VERSION).every(({ holds }) => holds)).toBe(
          true,
        );
        open.close();
        expect(verifyLedger(directory).faults).toEqual([]);
        rmSync(directory, { recursive: true });
      }
      expect(resumedFromSnapshot).toBeGreaterThan(6);
    },
  );

  it('starts from the beginning where another version, or another shape of state, kept the snapshot', async () => {
    const { ledger } = temporaryLedger();
    await runOn(ledger, taskWith(STRATEGIES[1]), stopAfter(10));
    expect(latestStart(ledger, VERSION).sequence).toBe(ledger.head()!.sequence);
    expect(latestStart(ledger, 'another').sequence).toBe(0);
    expect(runStateOf(ledger, 'another')).toEqual(runStateOf(ledger, VERSION));
  });

  it('is not changed by damaged snapshots', async () => {
    const task = taskWith(STRATEGIES[2]);
    const { directory, ledger } = temporaryLedger();
    await runOn(ledger, task, stopAfter(15));
    const folder = join(directory, 'snapshots');
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      const changed = text.replace('"decided":15', '"decided":14');
      expect(changed).not.toBe(text);
      writeFileSync(join(folder, name), changed);
    }
    expect(latestStart(ledger, VERSION).sequence).toBe(0);
    await runOn(ledger, task);
    expect(ledger.head()!.replay).toBe(await headOf(task));
  });

  it('is caught when a snapshot says something else than the entries', async () => {
    const task = taskWith(STRATEGIES[1]);
    const { ledger } = temporaryLedger();
    await runOn(ledger, task, stopAfter(15));
    const { sequence: _, ...snapshot } = latestStart(ledger, VERSION);
    expect(snapshot.run.decided).toBeGreaterThan(0);
    const forged = { ...snapshot, run: { ...snapshot.run, refusedInRow: snapshot.run.refusedInRow + 1 } };
    ledger.keepSnapshot(JSON.parse(JSON.stringify(forged)));
    const parts = runParts({ task, ledger });
    expect(checkSnapshots(parts, VERSION).map(({ holds }) => holds)).toEqual([false]);
  });
});

function ignoreCrash(error: unknown): void {
  if (!(error instanceof Error) || error.message !== 'crash') throw error;
}
