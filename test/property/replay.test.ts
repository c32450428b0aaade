import { afterAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/kernel/contracts/ledger.ts';
import type { Proposer } from '../../src/kernel/contracts/proposer.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { ProposingParts } from '../../src/loop/3-propose.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayProposals } from '../../src/loop/replay-proposals.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { CURVE_SOURCE, curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const STRATEGIES = [{ kind: 'random' }, { kind: 'greedy' }, { kind: 'evolve', initial: 5 }] as const;

function taskWith(strategy: (typeof STRATEGIES)[number], seed = 1) {
  return curveTask({ strategy, seed, budget: { evaluations: 60 }, pipeline: 4 }).task;
}

async function differencesIn(parts: ProposingParts): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for await (const { difference } of replayProposals(parts)) found.push(difference);
  return found;
}

async function ranOn(ledger: Ledger, task: ReturnType<typeof taskWith>, proposers?: readonly Proposer[]) {
  const judge = standInJudge(ledger, { workers: 8 });
  return runLoop(runParts({ task, ledger, judge, ...(proposers ? { proposers } : {}) }));
}

describe('proposals made again from the ledger', () => {
  it.each(STRATEGIES)('are as they were recorded: $kind', async (strategy) => {
    const task = taskWith(strategy);
    const { ledger } = temporaryLedger();
    const { state } = await ranOn(ledger, task);
    const before = ledger.head();
    const differences = await differencesIn(runParts({ task, ledger }));
    expect(differences).toEqual(Array.from({ length: state.decided }, () => null));
    expect(differences.length).toBeGreaterThanOrEqual(60);
    expect(ledger.head()).toEqual(before);
  });

  it('are as they were recorded when the run was interrupted', async () => {
    const task = taskWith(STRATEGIES[2]);
    const { directory, ledger } = temporaryLedger();
    let turns = 0;
    const judge = standInJudge(ledger, { workers: 8 });
    await runLoop({ ...runParts({ task, ledger, judge }), stopRequested: () => (turns += 1) > 20 });
    ledger.close();
    const again = openLedger(directory);
    await ranOn(again, task);
    expect(new Set(await differencesIn(runParts({ task, ledger: again })))).toEqual(new Set([null]));
  });

  it('differ under another seed, and say in what', async () => {
    const { ledger } = temporaryLedger();
    await ranOn(ledger, taskWith(STRATEGIES[1]));
    const differences = await differencesIn(runParts({ task: taskWith(STRATEGIES[1], 2), ledger }));
    expect(differences.filter((difference) => difference !== null).length).toBeGreaterThan(30);
    expect(differences.find((difference) => difference !== null)).toMatch(/^\w+ was .*, is /);
  });

  it('are asked for their parents alone where the proposer may answer otherwise next time', async () => {
    const task = taskWith(STRATEGIES[1]);
    const { ledger } = temporaryLedger();
    let asked = 0;
    const proposer: Proposer = {
      id: 'moody',
      trusted: false,
      start: () => null,
      observe: (state) => state,
      propose: ({ number }) => {
        asked += 1;
        const content = CURVE_SOURCE.replace('2', String(number));
        const provenance = { proposer: 'moody', operator: 'mood', summary: 'as it likes' };
        return Promise.resolve({ kind: 'edit', edits: [{ path: 'curve.ts', content }], provenance });
      },
    };
    await ranOn(ledger, task, [proposer]);
    const askedBefore = asked;
    const replayed = [];
    for await (const one of replayProposals(runParts({ task, ledger, proposers: [proposer] })))
      replayed.push(one);
    expect(replayed.every(({ whole, difference }) => !whole && difference === null)).toBe(true);
    expect(replayed.length).toBeGreaterThan(50);
    expect(asked).toBe(askedBefore);
  });
});
