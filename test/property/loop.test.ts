import { afterAll, describe, expect, it } from 'vitest';
import type { Proposal, Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { RunEvent } from '../../src/kernel/event.ts';
import { SCREENING_INPUTS } from '../../src/kernel/run-state.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { readText } from '../../src/workspace/tree.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { CURVE_SOURCE, curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const provenance = { proposer: 'scripted', operator: 'script', summary: 'as the test says' };

/** A stand-in proposer that suggests what the test wrote down, one entry a proposal, over and over. */
function scriptedProposer(script: readonly Proposal[], trusted = true): Proposer {
  return {
    id: 'scripted',
    trusted,
    start: () => null,
    observe: (state) => state,
    propose: ({ number }) => Promise.resolve(script[(number - 1) % script.length]!),
  };
}

function edit(content: string | null, path = 'curve.ts'): Proposal {
  return { kind: 'edit', edits: [{ path, content }], provenance };
}

async function run(script: readonly Proposal[], evaluations: number, trusted = true) {
  const { ledger } = temporaryLedger();
  const { task } = curveTask({ budget: { evaluations }, pipeline: 1, strategy: { kind: 'random' } });
  const outcome = await runLoop(runParts({ task, ledger, proposers: [scriptedProposer(script, trusted)] }));
  const events = [...ledger.entries()].map(({ event }) => event);
  return { outcome, events, ledger };
}

function refusals(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'proposal-refused' ? [event.kind] : []));
}

const BETTER = CURVE_SOURCE.replace('x * 2 + 1', 'x * x * x - x * 0.9');

describe('the loop', () => {
  it('refuses proposals that are no candidates, and spends no evaluation on them', async () => {
    const script = [
      edit(CURVE_SOURCE),
      edit('export const secret = 2;\n', 'protected.ts'),
      edit('x', '../outside.ts'),
      { kind: 'nothing', reason: 'no idea' } as const,
      edit('x'.repeat(70_000)),
      edit(BETTER),
      edit(BETTER),
    ];
    const { events, outcome } = await run(script, 1);
    expect(refusals(events)).toEqual([
      'no-change',
      'protected-path',
      'invalid-edit',
      'nothing-proposed',
      'too-large',
    ]);
    expect(outcome.state.spending.evaluations).toBe(1);
    expect(outcome.state.decisions.keep).toBe(1);
  });

  it('judges equal candidates once and ends a search that brings nothing new', async () => {
    const { events, outcome } = await run([edit(BETTER)], 10);
    expect(outcome.reason).toBe('search-exhausted');
    expect(outcome.state.spending.evaluations).toBe(1);
    expect(new Set(refusals(events))).toEqual(new Set(['duplicate']));
  });

  it('keeps only what a fresh sandbox confirmed on questions of its own', async () => {
    const { ledger } = temporaryLedger();
    const { task } = curveTask({ budget: { evaluations: 40 } });
    await runLoop(runParts({ task, ledger }));
    const events = [...ledger.entries()].map(({ event }) => event);
    const kept = events.filter(
      (event) => event.type === 'candidate-decided' && event.decision.kind === 'keep',
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const event of kept) {
      const number = 'number' in event ? event.number : -1;
      const own = events.filter((other) => other.type === 'candidate-judged' && other.number === number);
      const fresh = own.filter(
        (other) => other.type === 'candidate-judged' && other.verdict.mode === 'fresh',
      );
      const inputs = fresh.map((other) => (other.type === 'candidate-judged' ? other.verdict.inputs : ''));
      expect(inputs).toContain(`decision-${number}`);
      expect(inputs).toContain(SCREENING_INPUTS);
    }
  });

  it('never shares a process between candidates of a proposer that is not trusted', async () => {
    const { events } = await run([edit(BETTER), edit(CURVE_SOURCE.replace('2', '3'))], 2, false);
    const modes = events.flatMap((event) => (event.type === 'candidate-judged' ? [event.verdict.mode] : []));
    expect(modes.length).toBeGreaterThan(0);
    expect(new Set(modes)).toEqual(new Set(['fresh']));
  });

  it('judges a whole batch again when a fresh sandbox contradicts the process that screened it', async () => {
    const good = CURVE_SOURCE.replace('x * 2 + 1', 'x * x * x - x');
    const { ledger } = temporaryLedger();
    const { task } = curveTask({ budget: { evaluations: 6 }, pipeline: 1, strategy: { kind: 'random' } });
    // The stand-in plays a process that was polluted: it finds the best candidate bad, and a bad one good.
    const judge = standInJudge(ledger, {
      workers: 1,
      distort: (request, reply) => {
        if (request.mode === 'fresh' || request.inputs !== SCREENING_INPUTS) return reply;
        const source = readText(ledger, request.candidate.tree, 'curve.ts');
        const error = source === good ? 999 : 0.001;
        const checks = reply.verdict.checks.map((check) => ({
          ...check,
          metrics: { error },
          transcript: 'polluted',
        }));
        return { ...reply, verdict: { ...reply.verdict, checks } };
      },
    });
    const worse = CURVE_SOURCE.replace('x * 2 + 1', 'x * x * x - x * 0.5');
    const proposers = [scriptedProposer([edit(good), edit(worse)])];
    const { state } = await runLoop(runParts({ task, ledger, judge, proposers }));
    const events = [...ledger.entries()].map(({ event }) => event);
    expect(events.map((event) => event.type)).toContain('screening-contradicted');
    expect(events.some((event) => event.type === 'candidate-reopened' && event.number === 1)).toBe(true);
    expect(readText(ledger, state.incumbent!.candidate.tree, 'curve.ts')).toBe(good);
    expect(state.contradictions).toBe(1);
  });

  it('stops loudly on a broken judge and can be resumed', async () => {
    const { ledger } = temporaryLedger();
    const { task } = curveTask({ budget: { evaluations: 20 } });
    let judged = 0;
    const judge = standInJudge(ledger, {
      workers: 2,
      distort: (_, reply) => {
        judged += 1;
        if (judged === 15) throw new Error('the sandbox broke');
        return reply;
      },
    });
    await expect(runLoop(runParts({ task, ledger, judge }))).rejects.toThrow('the sandbox broke');
    const { state } = await runLoop(runParts({ task, ledger }));
    expect(state.spending.evaluations).toBe(20);
    expect(state.resumes).toBe(1);
  });
});
