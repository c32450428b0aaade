import { afterAll, describe, expect, it } from 'vitest';
import { createAcceptance } from '../../src/acceptance/index.ts';
import type { Proposal, Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { Strategy } from '../../src/kernel/contracts/strategy.ts';
import type { Ledger } from '../../src/kernel/contracts/ledger.ts';
import type { RunEvent } from '../../src/kernel/event.ts';
import { SCREENING_INPUTS, screenedScore } from '../../src/kernel/run-state.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { checkSnapshots } from '../../src/loop/check-snapshots.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayDecisions } from '../../src/loop/replay-decisions.ts';
import { replayProposals } from '../../src/loop/replay-proposals.ts';
import { latestStart } from '../../src/loop/run-snapshot.ts';
import type { RunParts } from '../../src/loop/run-parts.ts';
import { foldHistory } from '../../src/report/fold-history.ts';
import { readText } from '../../src/workspace/tree.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import type { MeasuringState } from '../stand-ins/measuring-strategy.ts';
import { measuringStrategy } from '../stand-ins/measuring-strategy.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { CURVE_SOURCE, curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const { task } = curveTask({ budget: { evaluations: 40 }, pipeline: 3 });

function partsOn(ledger: Ledger, workers = 4, delaySeed = 'steady'): RunParts {
  const judge = standInJudge(ledger, { workers, delaySeed });
  return { ...runParts({ task, ledger, judge }), strategy: measuringStrategy() };
}

async function run(ledger = temporaryLedger().ledger) {
  const { state } = await runLoop(partsOn(ledger));
  const events = [...ledger.entries()].map(({ event }) => event);
  return { ledger, state, events, measured: measurementsIn(events) };
}

type Measurement = Extract<RunEvent, { type: 'candidate-measured' }>;

function measurementsIn(events: readonly RunEvent[]): readonly Measurement[] {
  return events.flatMap((event) => (event.type === 'candidate-measured' ? [event] : []));
}

describe('a measurement', () => {
  it('is judged in a fresh sandbox, on visible inputs of its own', async () => {
    const { measured } = await run();
    expect(measured.length).toBeGreaterThan(20);
    for (const { number, verdict } of measured) {
      expect(verdict.mode).toBe('fresh');
      expect(verdict.inputs).toBe(`measure-${number}`);
      expect(verdict.checks.map(({ visibility }) => visibility)).toEqual(['visible']);
    }
  });

  it('takes a turn of its own and costs an evaluation and its work, and decides nothing', async () => {
    const { measured, state, events } = await run();
    const decided = events.filter(({ type }) => type === 'candidate-decided').length;
    const refused = events.filter(({ type }) => type === 'proposal-refused').length;
    expect(state.measurements).toBe(measured.length);
    expect(state.spending.evaluations).toBe(decided + measured.length);
    expect(state.decided).toBe(decided + refused + measured.length);
    const judged = events.filter(({ type }) => type === 'candidate-judged' || type === 'candidate-measured');
    const work = judged.map((event) => ('verdict' in event ? event.verdict : null)!.checks.length);
    expect(state.spending.work).toBe(work.reduce((sum, units) => sum + units, 0));
    const turns = events.flatMap((event) => {
      if (event.type === 'candidate-proposed') return [event.candidate.number];
      return event.type === 'candidate-measured' || event.type === 'proposal-refused' ? [event.number] : [];
    });
    expect(turns).toEqual(Array.from({ length: state.decided }, (_, index) => index + 1));
  });

  it('names the candidate as the ledger has it, and tells the strategy what came of it', async () => {
    const { ledger, measured, events } = await run();
    const candidates = new Map(
      events.flatMap((event) => {
        if (event.type === 'run-started') return [[0, event.baseline] as const];
        return event.type === 'candidate-proposed'
          ? [[event.candidate.number, event.candidate] as const]
          : [];
      }),
    );
    for (const { candidate } of measured) expect(candidate).toEqual(candidates.get(candidate.number));
    const { search } = latestStart(ledger, 'test');
    const told = (search!.state.strategy as unknown as MeasuringState).measured;
    expect(told.length).toBeGreaterThan(15);
    for (const [index, { number, scored }] of told.entries()) {
      const { candidate, verdict } = measured[index]!;
      const metrics = { points: verdict.checks[0]!.metrics };
      expect({ number, scored }).toEqual({
        number: measured[index]!.number,
        scored: { candidate, score: screenedScore(task, verdict), metrics },
      });
    }
  });

  it('gives another figure than the screening, as its inputs are others', async () => {
    const { measured } = await run();
    const ofBaseline = measured.filter(({ candidate }) => candidate.number === 0);
    const scores = new Set(ofBaseline.map(({ verdict }) => screenedScore(task, verdict)));
    expect(scores.size).toBeGreaterThan(1);
  });
});

describe('a run with measurements', () => {
  const heads = async (workers: number, delaySeed: string): Promise<string> => {
    const { ledger } = temporaryLedger();
    await runLoop(partsOn(ledger, workers, delaySeed));
    return ledger.head()!.replay;
  };

  it('is the same on one worker and on many', async () => {
    const one = await heads(1, 'steady');
    expect(await heads(8, 'a')).toBe(one);
    expect(await heads(3, 'b')).toBe(one);
  });

  it('comes out the same when it is stopped anywhere and resumed', async () => {
    const whole = await heads(2, 'a');
    for (const turns of [1, 4, 9, 17]) {
      const { directory, ledger } = temporaryLedger();
      let turn = 0;
      await runLoop({ ...partsOn(ledger), stopRequested: () => (turn += 1) > turns });
      ledger.close();
      const again = openLedger(directory);
      await runLoop(partsOn(again));
      expect(again.head()!.replay).toBe(whole);
      expect(checkSnapshots(partsOn(again), 'test').every(({ holds }) => holds)).toBe(true);
      again.close();
      expect(verifyLedger(directory).faults).toEqual([]);
    }
  });

  it('can be made and decided again from its ledger', async () => {
    const { ledger, state } = await run();
    const differences = [];
    for await (const { difference } of replayProposals(partsOn(ledger))) differences.push(difference);
    expect(differences).toEqual(Array.from({ length: state.decided }, () => null));
    expect([...replayDecisions(ledger.entries(), createAcceptance)]).toEqual([]);
  });

  it.each<[string, Strategy['select'], RegExp]>([
    ['proposes instead', () => proposal(0), /^selection was "measure", is "propose"$/],
    ['measures another', () => measurementOf(0), /^candidate was .*, is .*"number":0/],
  ])('is told apart from one whose strategy %s', async (_, select, expected) => {
    const { ledger } = await run();
    const strategy = { ...measuringStrategy(), select };
    let first: string | null = null;
    for await (const { difference } of replayProposals({ ...partsOn(ledger), strategy })) {
      first = difference;
      if (first !== null) break;
    }
    expect(first).toMatch(expected);
  });

  it('shows in the report as evaluations, not as outcomes', async () => {
    const { ledger, state } = await run();
    const history = foldHistory(ledger.entries());
    expect(history.incumbents.end).toBe(state.spending.evaluations);
    const counted = Object.values(history.outcomes).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(state.decided - state.measurements);
  });

  it('ends loudly when the strategy would measure what is not there', async () => {
    const { ledger } = temporaryLedger();
    const strategy: Strategy = { ...measuringStrategy(), select: (_, number) => measurementOf(number) };
    await expect(runLoop({ ...partsOn(ledger), strategy })).rejects.toThrow(/^FULCRUM_E_STRATEGY_BROKEN/);
  });

  it('judges again only the candidates that a contradicted process screened', async () => {
    const good = CURVE_SOURCE.replace('x * 2 + 1', 'x * x * x - x');
    const worse = CURVE_SOURCE.replace('x * 2 + 1', 'x * x * x - x * 0.5');
    const { ledger } = temporaryLedger();
    const short = curveTask({ budget: { evaluations: 12 }, pipeline: 1 }).task;
    // The stand-in plays a process that was polluted: it finds the best candidate bad, and a bad one good.
    const judge = standInJudge(ledger, {
      workers: 1,
      distort: (request, reply) => {
        if (request.mode === 'fresh' || request.inputs !== SCREENING_INPUTS) return reply;
        const error = readText(ledger, request.candidate.tree, 'curve.ts') === good ? 999 : 0.001;
        const checks = reply.verdict.checks.map((check) => {
          return { ...check, metrics: { error }, transcript: 'polluted' };
        });
        return { ...reply, verdict: { ...reply.verdict, checks } };
      },
    });
    const proposers = [inTurn([edit(good), edit(worse)])];
    const parts = { ...runParts({ task: short, ledger, judge, proposers }), strategy: measuringStrategy() };
    const { state } = await runLoop(parts);
    const events = [...ledger.entries()].map(({ event }) => event);
    const contradicted = events.flatMap((event) =>
      event.type === 'screening-contradicted' ? event.batch : [],
    );
    const reopened = events.flatMap((event) => (event.type === 'candidate-reopened' ? [event.number] : []));
    expect(state.contradictions).toBe(1);
    expect(contradicted).toEqual([2]);
    expect(reopened).toEqual([2]);
    expect(measurementsIn(events).length).toBeGreaterThan(3);
    expect(readText(ledger, state.incumbent!.candidate.tree, 'curve.ts')).toBe(good);
  });
});

function proposal(number: number): ReturnType<Strategy['select']> {
  return { kind: 'propose', parents: [bare(number)], intent: 'vary' };
}

function measurementOf(number: number): ReturnType<Strategy['select']> {
  return { kind: 'measure', candidate: bare(number) };
}

function bare(number: number) {
  const provenance = { proposer: '', operator: '', summary: '' };
  return { number, tree: '', parents: [], provenance, size: 0 };
}

function edit(content: string): Proposal {
  const provenance = { proposer: 'scripted', operator: 'script', summary: 'as the test says' };
  return { kind: 'edit', edits: [{ path: 'curve.ts', content }], provenance };
}

/** A stand-in proposer that suggests what the test wrote down, one after the other. */
function inTurn(script: readonly Proposal[]): Proposer {
  let next = 0;
  return {
    id: 'scripted',
    trusted: true,
    start: () => null,
    observe: (state) => state,
    propose: () => Promise.resolve(script[next++ % script.length]!),
  };
}
