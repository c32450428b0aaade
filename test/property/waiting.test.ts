import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { Proposal, Proposer } from '../../src/kernel/contracts/proposer.ts';
import { runLoop } from '../../src/loop/loop.ts';
import type { RunParts } from '../../src/loop/run-parts.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { CURVE_SOURCE, curveTask } from '../stand-ins/tasks.ts';

let directory: string;
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A stand-in proposer that takes its time. */
function slowProposer(propose: (number: number, signal: AbortSignal) => Promise<Proposal>): Proposer {
  return {
    id: 'slow',
    trusted: false,
    start: () => null,
    observe: (state) => state,
    propose: ({ number, signal }) => propose(number, signal),
  };
}

function edit(constant: number): Proposal {
  return {
    kind: 'edit',
    edits: [{ path: 'curve.ts', content: CURVE_SOURCE.replace('x * 2 + 1', `x * ${constant}`) }],
    provenance: { proposer: 'slow', operator: 'constant', summary: '' },
  };
}

function partsWith(proposer: Proposer, overrides: Parameters<typeof curveTask>[0]): RunParts {
  const temporary = temporaryLedger();
  directory = temporary.directory;
  const { task } = curveTask({ strategy: { kind: 'random' }, ...overrides });
  return runParts({ task, ledger: temporary.ledger, proposers: [proposer] });
}

it('judges a candidate while an earlier proposal still waits for its model', async () => {
  const judged = Promise.withResolvers<void>();
  // The first proposal comes only when the third was judged: a loop that waits for it would wait for ever.
  const proposer = slowProposer(async (number) => {
    if (number === 1) await judged.promise;
    return edit(number + 2);
  });
  const parts = partsWith(proposer, { budget: { evaluations: 3 }, pipeline: 3 });
  const judge = standInJudge(parts.ledger, { workers: 2 });
  const outcome = await runLoop({
    ...parts,
    judge: {
      ...judge,
      judge: async (request) => {
        const reply = await judge.judge(request);
        if (request.candidate.number === 3) judged.resolve();
        return reply;
      },
    },
  });
  expect(outcome.state.spending.evaluations).toBe(3);
});

it('of two equal candidates the later number is the duplicate, also when it was judged first', async () => {
  const judged = Promise.withResolvers<void>();
  const proposer = slowProposer(async (number) => {
    if (number === 1) await judged.promise;
    return edit(Math.max(2, number));
  });
  const parts = partsWith(proposer, { budget: { evaluations: 2 }, pipeline: 2 });
  const judge = standInJudge(parts.ledger, { workers: 2 });
  await runLoop({
    ...parts,
    judge: {
      ...judge,
      judge: async (request) => {
        const reply = await judge.judge(request);
        if (request.candidate.number === 2) judged.resolve();
        return reply;
      },
    },
  });
  const events = [...parts.ledger.entries()].map(({ event }) => event);
  expect(events.filter(({ type }) => type === 'proposal-refused')).toMatchObject([
    { number: 2, kind: 'duplicate', duplicateOf: 1 },
  ]);
});

it.each([
  ['its time is over', { wall: '0.3s' }, 'budget-wall'],
  ['somebody stops it', {}, 'stop-requested'],
] as const)(
  'a run whose proposer never answers ends when %s, and records no refusal',
  async (_, budget, reason) => {
    let asked = 0;
    let aborted = 0;
    let isOver = false;
    const proposer = slowProposer(
      (_number, signal) =>
        new Promise((resolve) => {
          asked += 1;
          // A turn later, when the loop has nothing left to do but wait for the two.
          if (asked === 2) setImmediate(() => (isOver = true));
          signal.addEventListener('abort', () => {
            aborted += 1;
            resolve({ kind: 'nothing', reason: 'the run ended first' });
          });
        }),
    );
    const parts = partsWith(proposer, { budget: { evaluations: 3, ...budget }, pipeline: 2 });
    const outcome = await runLoop({
      ...parts,
      now: () => (reason === 'budget-wall' && isOver ? 1000 : 0),
      stopRequested: () => reason === 'stop-requested' && isOver,
    });
    expect(outcome.reason).toBe(reason);
    expect(aborted).toBe(2);
    expect(outcome.state.refusals).toEqual({});
  },
);
