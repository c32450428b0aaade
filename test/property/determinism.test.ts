import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/kernel/contracts/ledger.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayDecisions } from '../../src/loop/replay-decisions.ts';
import { createAcceptance } from '../../src/acceptance/index.ts';
import type { TaskInput } from '../../src/task/schema.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const STRATEGIES: readonly TaskInput['strategy'][] = [
  { kind: 'random' },
  { kind: 'greedy' },
  { kind: 'evolve' },
];

async function replayHead(
  ledger: Ledger,
  task: ReturnType<typeof curveTask>,
  workers: number,
  delaySeed: string,
) {
  const judge = standInJudge(ledger, { workers, delaySeed });
  await runLoop(runParts({ task: task.task, ledger, judge }));
  return ledger.head()!.replay;
}

describe('a run', () => {
  it('is the same on one worker and on many, however their speeds differ', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom(...STRATEGIES),
        fc.integer({ min: 1, max: 9 }),
        fc.string(),
        async (seed, strategy, pipeline, delaySeed) => {
          const task = curveTask({ seed, strategy: strategy!, pipeline, budget: { evaluations: 25 } });
          const one = await replayHead(temporaryLedger().ledger, task, 1, 'steady');
          const many = await replayHead(temporaryLedger().ledger, task, 4, delaySeed);
          expect(many).toBe(one);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('differs when the seed does', async () => {
    const heads = await Promise.all(
      [1, 2].map((seed) => replayHead(temporaryLedger().ledger, curveTask({ seed }), 2, 'x')),
    );
    expect(heads[0]).not.toBe(heads[1]);
  });

  it('comes out the same when it is interrupted anywhere and resumed', async () => {
    const task = curveTask({ strategy: { kind: 'evolve' }, budget: { evaluations: 30 } });
    const whole = await replayHead(temporaryLedger().ledger, task, 2, 'a');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 3 }),
        async (points) => {
          const { directory, ledger } = temporaryLedger();
          let open = ledger;
          for (const point of points) {
            await interruptAfter(open, task, point);
            open = openLedger(directory);
          }
          expect(await replayHead(open, task, 3, 'b')).toBe(whole);
          open.close();
          expect(verifyLedger(directory).faults).toEqual([]);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('can be decided again from its ledger alone', async () => {
    const { ledger } = temporaryLedger();
    await replayHead(ledger, curveTask({ budget: { evaluations: 60 } }), 2, 'x');
    expect([...replayDecisions(ledger.entries(), createAcceptance)]).toEqual([]);
  });
});

/** Runs until so many entries were announced, then breaks off as a crash would: nothing more is written. */
async function interruptAfter(
  ledger: Ledger,
  task: ReturnType<typeof curveTask>,
  count: number,
): Promise<void> {
  let seen = 0;
  const crash = new Error('crash');
  const onEntry = (): void => {
    seen += 1;
    if (seen === count) throw crash;
  };
  await runLoop(runParts({ task: task.task, ledger, onEntry })).catch((error: unknown) => {
    if (error !== crash) throw error;
  });
  ledger.close();
}
