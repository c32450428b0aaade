import { afterAll, expect, it } from 'vitest';
import type { JudgeReply, JudgeRequest } from '../../src/kernel/contracts/judge.ts';
import type { Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { Ledger } from '../../src/kernel/contracts/ledger.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { readText } from '../../src/workspace/tree.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { CURVE_SOURCE, curveTask } from '../stand-ins/tasks.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';

afterAll(removeMade);

/** True loss of every change: a tenth of the noise of one result. */
const LOSS = 0.1;
const INSTANCES = 20;
const EVALUATIONS = 40;

const { task } = curveTask({
  name: 'slide',
  strategy: { kind: 'sica' },
  acceptance: { rule: 'two-stage', alpha: 0.05 },
  slices: { visible: ['points'], heldOut: [] },
  budget: { evaluations: EVALUATIONS },
  pipeline: 1,
});

/** A stand-in for a noisy judge: results around the error that a candidate's last line states. */
function noisyJudge(ledger: Ledger) {
  const distort = ({ candidate, inputs }: JudgeRequest, reply: JudgeReply): JudgeReply => {
    const random = createRandom(`${inputs} ${candidate.tree}`);
    const error = trueError(ledger, candidate.tree);
    const results = Array.from({ length: INSTANCES }, () => error + random.normal());
    const mean = results.reduce((sum, result) => sum + result, 0) / INSTANCES;
    const parts = results.map((result, index) => [`error/i${index}`, result]);
    const metrics = { error: mean, ...Object.fromEntries(parts) };
    const checks = reply.verdict.checks.map((check) => ({ ...check, metrics }));
    return { ...reply, verdict: { ...reply.verdict, checks } };
  };
  return standInJudge(ledger, { workers: 32, distort });
}

function trueError(ledger: Ledger, tree: string): number {
  return Number(/\/\/ error (.*)$/m.exec(readText(ledger, tree, 'curve.ts')!)?.[1] ?? 10);
}

/** A stand-in proposer that makes every parent a little worse. */
const harmful: Proposer = {
  id: 'harmful',
  trusted: false,
  start: () => null,
  observe: (state) => state,
  propose: ({ number, parents: [parent] }) => {
    const error = Number(/\/\/ error (.*)$/m.exec(parent!.files.read('curve.ts')!)?.[1] ?? 10) + LOSS;
    const content = `${CURVE_SOURCE}// change ${number}\n// error ${error}\n`;
    const provenance = { proposer: 'harmful', operator: 'harm', summary: 'a little worse' };
    return Promise.resolve({ kind: 'edit', edits: [{ path: 'curve.ts', content }], provenance });
  },
};

it('slides away on changes that only harm, where the incumbent of the two-stage rule stays', async () => {
  const { ledger } = temporaryLedger();
  const parts = runParts({ task, ledger, judge: noisyJudge(ledger), proposers: [harmful] });
  const { state } = await runLoop(parts);
  const bases = [...ledger.entries()].flatMap(({ event }) =>
    event.type === 'candidate-proposed' ? [trueError(ledger, event.candidate.tree) - LOSS] : [],
  );
  expect(bases.length).toBe(EVALUATIONS);
  expect(bases.at(-1)).toBeGreaterThan(10 + 2 * LOSS);
  expect(state.decisions.keep).toBe(0);
  expect(trueError(ledger, state.incumbent!.candidate.tree)).toBe(10);
});
