import { afterAll, describe, expect, it } from 'vitest';
import { createAcceptance } from '../../src/acceptance/index.ts';
import type { JudgeReply, JudgeRequest } from '../../src/kernel/contracts/judge.ts';
import type { Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { RunEvent } from '../../src/kernel/event.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayDecisions } from '../../src/loop/replay-decisions.ts';
import type { TaskInput } from '../../src/task/schema.ts';
import { rejudgePairs } from '../../src/surfaces/rejudge-pairs.ts';
import { noiseText } from '../../src/report/noise-text.ts';
import type { StandInJudgeOptions } from '../stand-ins/judge.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const TWO_STAGE = { rule: 'two-stage', screenPairs: 10, maximumPairs: 40, remeasureEvery: 4 } as const;

/** Changes the first objective of every verdict. */
type Disturbance = (error: number, request: JudgeRequest) => number;

function disturbed(disturb: Disturbance) {
  return (request: JudgeRequest, reply: JudgeReply): JudgeReply => {
    const checks = reply.verdict.checks.map((check) =>
      check.metrics['error'] === undefined
        ? check
        : { ...check, metrics: { ...check.metrics, error: disturb(check.metrics['error'], request) } },
    );
    return { ...reply, verdict: { ...reply.verdict, checks } };
  };
}

/** Noise that is another one every time, whoever is judged on whatever. */
function noise(size: number): Disturbance {
  const random = createRandom('noise');
  return (error) => error + size * random.normal();
}

/** Proposes a better curve once, and changes nothing that matters at all other times. */
function oneImprovement(at: number): Proposer {
  const file = (number: number): string => {
    const body = number === at ? 'x ** 3 - x + 0.2' : 'x * 2 + 1';
    return `export function curve(x: number): number {\n  return ${body}; // ${number}\n}\n`;
  };
  return {
    id: 'scripted',
    trusted: false,
    start: () => null,
    observe: () => null,
    propose: ({ number }) =>
      Promise.resolve({
        kind: 'edit',
        edits: [{ path: 'curve.ts', content: file(number) }],
        provenance: { proposer: 'scripted', operator: 'write', summary: `number ${number}` },
      }),
  };
}

/** @param stopAfter decisions after which a person stops the run */
async function run(disturb: Disturbance, overrides: Partial<TaskInput> = {}, stopAfter = Infinity) {
  const { task } = curveTask({
    acceptance: TWO_STAGE,
    slices: { visible: ['points'] },
    budget: { evaluations: 12 },
    ...overrides,
  });
  const { ledger, directory } = temporaryLedger();
  const judge = standInJudge(ledger, { workers: 2, distort: disturbed(disturb) });
  const decided = (): number =>
    [...ledger.entries()].filter(({ event }) => event.type === 'candidate-decided').length;
  const parts = {
    ...runParts({ task, ledger, judge, proposers: [oneImprovement(3)] }),
    acceptance: createAcceptance(task),
  };
  const ended = await runLoop({ ...parts, stopRequested: () => decided() >= stopAfter }).then(
    ({ state }) => ({ state, error: null }),
    (error: unknown) => ({ state: null, error }),
  );
  const events = [...ledger.entries()].map(({ event }) => event);
  return { ...ended, events, ledger, directory, parts };
}

function remeasurements(events: readonly RunEvent[]) {
  return events.flatMap((event) => (event.type === 'incumbent-remeasured' ? [event.remeasured] : []));
}

describe('a run with a noisy metric', () => {
  it('measures its noise before the first proposal, in turn and on labels of its own', async () => {
    const { state, events } = await run(noise(1));
    const measured = events.findIndex(({ type }) => type === 'noise-measured');
    expect(measured).toBeLessThan(events.findIndex(({ type }) => type === 'candidate-proposed'));
    const repeats = events
      .slice(0, measured)
      .flatMap((event) => (event.type === 'repeat-judged' ? [event] : []));
    expect(repeats.map(({ verdict }) => verdict.inputs)).toEqual(
      Array.from({ length: 10 }, (_, index) => [`aa-${index + 1}`, `aa-${index + 1}`]).flat(),
    );
    // Differences of two normal figures have the deviation sqrt(2); chi-square with 9 degrees, 1 in 1000 on either side.
    expect(state!.noise!.deviation).toBeGreaterThan(0.5);
    expect(state!.noise!.deviation).toBeLessThan(2.5);
    expect(state!.noise!.repeats).toBeGreaterThanOrEqual(20);
  });

  it('keeps what is better and nothing that is not, and every decision follows from its evidence', async () => {
    const { state, events, ledger } = await run(noise(1));
    const kept = events.flatMap((event) =>
      event.type === 'candidate-decided' && event.decision.kind === 'keep' ? [event.number] : [],
    );
    expect(kept).toEqual([3]);
    expect(state!.confirmations.kept).toBe(1);
    expect([...replayDecisions(ledger.entries(), createAcceptance)]).toEqual([]);
  });

  it('judges the pairs of its keep again, and finds a candidate that is no better or does not pass', async () => {
    const { ledger, parts } = await run(noise(1));
    const again = async (distort: StandInJudgeOptions['distort']) => {
      const judge = standInJudge(ledger, { workers: 1, ...(distort && { distort }) });
      return rejudgePairs(judge, ledger, parts.task, TWO_STAGE.rule, 3);
    };
    // Other noise than when it was kept: no figure comes out the same.
    const other = createRandom('other noise');
    expect(await again(disturbed((error) => error + other.normal()))).toMatchObject({
      agrees: true,
      detail: expect.stringMatching(
        /^candidate 3 passes, and its pairs keep it again: \d+ of \d+ pairs won/,
      ) as string,
    });
    const worse = disturbed((error, { candidate }) => error + (candidate.number === 3 ? 100 : 0));
    expect(await again(worse)).toMatchObject({
      agrees: false,
      detail: expect.stringContaining('its pairs now speak against it: 0 of') as string,
    });
    const even = createRandom('even');
    expect(await again(disturbed(() => even.next()))).toMatchObject({
      agrees: true,
      detail: expect.stringContaining('do not speak against it') as string,
    });
    const broken = await again(({ candidate }, reply) => {
      const verdict = { ...reply.verdict, status: 'fail', reason: 'gone' } as const;
      return candidate.number === 3 ? { ...reply, verdict } : reply;
    });
    expect(broken).toEqual({ agrees: false, detail: 'candidate 3: gone' });
  });

  it('measures the incumbent against the baseline when it is due, and finds it better', async () => {
    const { events, state } = await run(noise(1));
    const found = remeasurements(events);
    expect(found.map(({ decided, standing }) => [decided, standing])).toEqual([
      [4, 'better'],
      [8, 'better'],
    ]);
    expect(state!.remeasurementFindings).toEqual({ drifted: 0, notBetter: 0 });
  });

  it('reports a machine that drifts, and an incumbent that is no better any more', async () => {
    let decisions = 0;
    const random = createRandom('drift');
    const { events, state } = await run((error, { inputs, candidate }) => {
      const own = Number(/^decision-(\d+)/.exec(inputs)?.[1] ?? 0);
      decisions = Math.max(decisions, own);
      const shown = candidate.number === 0 || !inputs.startsWith('remeasure-8') ? error : error + 30;
      return shown + random.normal() + (decisions > 4 ? 25 : 0);
    });
    expect(remeasurements(events).map(({ drifted, standing }) => [drifted, standing])).toEqual([
      [false, 'better'],
      [true, 'worse'],
    ]);
    expect(state!.remeasurementFindings).toEqual({ drifted: 1, notBetter: 1 });
    // A finding is not a decision: the incumbent stays.
    expect(state!.incumbent!.candidate.number).toBe(3);
  });

  it('tells noise that comes from the inputs from noise of the measurement', async () => {
    const { state } = await run((error) => error);
    const { noise: fromInputs } = state!;
    expect(fromInputs).toMatchObject({ deterministic: true, ties: 10, deviation: 0 });
    expect(fromInputs!.acrossInputs).toBeGreaterThan(0);
    expect(noiseText(fromInputs!)).toMatch(
      /^noise: the same inputs give the same figure .*; from inputs to inputs it scatters/,
    );
  });

  it('goes on where it was stopped without measuring its noise twice', async () => {
    const { ledger, directory, parts } = await run(noise(1), { budget: { evaluations: 12 } }, 5);
    ledger.close();
    const reopened = openLedger(directory);
    const judge = standInJudge(reopened, { workers: 2, distort: disturbed(noise(1)) });
    const again = { ...parts, ...runParts({ task: parts.task, ledger: reopened, judge }) };
    const { proposers, acceptance } = parts;
    const { state } = await runLoop({ ...again, proposers, acceptance });
    const events = [...reopened.entries()].map(({ event }) => event);
    expect(state.resumes).toBe(1);
    expect(events.filter(({ type }) => type === 'noise-measured')).toHaveLength(1);
    expect(remeasurements(events).map(({ decided }) => decided)).toEqual([4, 8]);
    expect(state.decided).toBe(12);
  });
});

describe('a run that does not start', () => {
  it.each<[string, Disturbance, string]>([
    ['a metric that is the same whatever is asked', () => 7, 'FULCRUM_E_NOISE_CONSTANT'],
    [
      'an oracle that favours one of two equals',
      // First and fourth of every four judgements: the side that stands for the candidate, in the order ABBA.
      (() => {
        let count = -1;
        return (error: number, { inputs }: JudgeRequest) => {
          if (!inputs.startsWith('aa-')) return error;
          count += 1;
          return error - (count % 4 === 0 || count % 4 === 3 ? 1 : 0);
        };
      })(),
      'FULCRUM_E_NOISE_AA',
    ],
  ])('%s', async (_, disturb, code) => {
    const { error, events } = await run(disturb);
    expect(error).toMatchObject({ facts: { code } });
    expect(events.some(({ type }) => type === 'noise-measured' || type === 'candidate-proposed')).toBe(false);
  });
});

it('a run whose rule can keep nothing any more halts and says what to do', async () => {
  // 10 pairs, all won, reach (2^11 - 1) / 11 = 186. The second test takes 153, the third 324.
  const { state } = await run(noise(1), { acceptance: { rule: 'alpha-spending', maximumPairs: 10 } });
  expect(state!.finished).toMatchObject({
    reason: 'acceptance-exhausted',
    detail: expect.stringMatching(
      /^10 pairs are too few for test 3, .* e-value of 324, .*: start a new run .* larger acceptance\.maximumPairs/,
    ) as string,
  });
  expect(state!.confirmations.made).toBe(2);
  expect(state!.decided).toBe(2);
});

it('a run whose held-out slice is used up halts and says what to do', async () => {
  const { task } = curveTask({
    slices: { visible: ['points'], heldOut: [{ name: 'unseen', metric: 'error', tolerance: 5, reads: 2 }] },
  });
  const { ledger } = temporaryLedger();
  let reads = 1;
  const judge = standInJudge(ledger, {
    workers: 1,
    // As the oracle marks its readings: the baseline's is the first, any decision's the next.
    distort: ({ inputs }, reply) => {
      if (inputs.startsWith('decision-')) reads = 2;
      const checks = reply.verdict.checks.map((check) =>
        check.slice === 'unseen' ? { ...check, reads } : check,
      );
      return { ...reply, verdict: { ...reply.verdict, checks } };
    },
  });
  const { reason, state } = await runLoop(runParts({ task, ledger, judge, proposers: [oneImprovement(3)] }));
  expect(reason).toBe('held-out-exhausted');
  expect(state.finished!.detail).toMatch(/all 2 readings of the held-out slice unseen .*: start a new run/);
  expect(state.heldOut['unseen']!.reads).toBe(2);
  expect(state.decided).toBe(3);
});
