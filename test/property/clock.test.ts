import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/kernel/random.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const task = curveTask({ budget: { evaluations: 30, wall: 3600 } }).task;

describe('a clock that jumps', () => {
  it('changes no decision, takes no counted time away, and breaks no chain', async () => {
    const steady = temporaryLedger().ledger;
    await runLoop(runParts({ task, ledger: steady }));

    const { directory, ledger } = temporaryLedger();
    ledger.close();
    const random = createRandom('jumps');
    // Up to a day back or forth on the wall, up to ten seconds back or forth on the stopwatch.
    const wall = (): string => new Date(1.8e12 + (random.next() - 0.5) * 1.728e8).toISOString();
    const jumping = openLedger(directory, wall);
    let time = 0;
    const now = (): number => (time += (random.next() - 0.5) * 20_000);
    const elapsed: number[] = [];
    const onEntry = ({ observed }: { readonly observed: { readonly [name: string]: unknown } }): void =>
      void elapsed.push(Number(observed['elapsedMilliseconds']));
    const { reason } = await runLoop({ ...runParts({ task, ledger: jumping, onEntry }), now });

    expect(reason).toBe('budget-evaluations');
    expect(jumping.head()!.replay).toBe(steady.head()!.replay);
    expect(elapsed).toEqual(elapsed.toSorted((left, right) => left - right));
    expect(elapsed[0]).toBeGreaterThanOrEqual(0);
    jumping.close();
    expect(verifyLedger(directory).faults).toEqual([]);
  });
});
