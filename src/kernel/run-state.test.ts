import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Provenance } from './candidate.ts';
import type { DecisionKind } from './decision.ts';
import type { RefusalKind, RunEvent } from './event.ts';
import type { RunState } from './run-state.ts';
import { emptyRunState, foldRun, screenedScore, SCREENING_INPUTS, workOf } from './run-state.ts';
import { candidateWith, checkWith, decisionWith, taskWith, verdictWith } from './testing/fixtures.ts';
import type { Verdict } from './verdict.ts';

const STARTED: RunEvent = {
  type: 'run-started',
  format: 1,
  version: '0.1.0',
  task: taskWith({}),
  taskHash: 'aa',
  baseline: candidateWith({ number: 0 }),
  oracleSeedCommitment: 'bb',
};

function verdict(inputs: string, cost: number, fields: Partial<Verdict> = {}): Verdict {
  return verdictWith({ inputs, checks: [checkWith({ metrics: { cost, work: 2 } })], ...fields });
}

const BASELINE: RunEvent = {
  type: 'baseline-judged',
  screened: verdict(SCREENING_INPUTS, 9),
  fresh: verdict('fresh-0', 9),
};

/** What the loop writes about one candidate. */
function decided(number: number, kind: DecisionKind): readonly RunEvent[] {
  const judged = (inputs: string): RunEvent => {
    return { type: 'candidate-judged', number, judged: number, verdict: verdict(inputs, number) };
  };
  const last: RunEvent = { type: 'candidate-decided', number, decision: decisionWith(kind) };
  const fresh = kind === 'crash' ? [] : [judged(`decision-${number}`)];
  return [
    { type: 'candidate-proposed', candidate: candidateWith({ number }) },
    judged(SCREENING_INPUTS),
    ...fresh,
    last,
  ];
}

function refused(number: number, kind: RefusalKind): readonly RunEvent[] {
  return [
    { type: 'proposal-refused', number, kind, detail: '', parents: [], provenance: null, duplicateOf: null },
  ];
}

function measured(number: number): readonly RunEvent[] {
  const candidate = candidateWith({ number: number - 1 });
  return [{ type: 'candidate-measured', number, candidate, verdict: verdict(`measure-${number}`, number) }];
}

function reopened(number: number, previous: DecisionKind, kind: DecisionKind): readonly RunEvent[] {
  const [, ...rest] = decided(number, kind);
  return [{ type: 'candidate-reopened', number, candidate: candidateWith({ number }), previous }, ...rest];
}

function fold(events: readonly RunEvent[], from: RunState = emptyRunState): RunState {
  return events.reduce(foldRun, from);
}

describe('a run from start to end', () => {
  const running = fold([STARTED, BASELINE]);

  test('starts with its baseline as the incumbent', () => {
    expect(fold([STARTED])).toMatchObject({
      phase: 'started',
      taskHash: 'aa',
      oracleSeedCommitment: 'bb',
      incumbent: null,
    });
    expect(running.phase).toBe('running');
    expect(running.incumbent).toEqual(running.baseline);
    expect(running.baseline?.candidate).toEqual(STARTED.baseline);
  });

  test('a kept candidate becomes the incumbent with its own verdicts', () => {
    const state = fold(decided(1, 'keep'), running);
    expect(state.incumbent).toEqual({
      candidate: candidateWith({ number: 1 }),
      screened: verdict(SCREENING_INPUTS, 1),
      fresh: verdict('decision-1', 1),
    });
    expect(state.baseline).toEqual(running.baseline);
    expect(state).toMatchObject({ decided: 1, open: null, decisions: { keep: 1 } });
  });

  test('verdicts of those it is compared with are work, and not its own', () => {
    const [proposed, screened, fresh, last] = decided(3, 'keep') as [RunEvent, RunEvent, RunEvent, RunEvent];
    const beside: RunEvent = {
      type: 'candidate-judged',
      number: 3,
      judged: 0,
      verdict: verdict('decision-3', 5),
    };
    const state = fold([proposed, screened, fresh, beside, last], running);
    expect(state.incumbent?.fresh).toEqual(verdict('decision-3', 3));
    expect(state.spending).toEqual({ evaluations: 1, work: 6, money: 0 });
  });

  test('a fresh screening replaces the shared one', () => {
    const [proposed, , fresh, last] = decided(1, 'keep') as [RunEvent, RunEvent, RunEvent, RunEvent];
    const judged = (mode: Verdict['mode'], cost: number): RunEvent => {
      return {
        type: 'candidate-judged',
        number: 1,
        judged: 1,
        verdict: verdict(SCREENING_INPUTS, cost, { mode }),
      };
    };
    const state = fold([proposed, judged('screened', 1), judged('fresh', 2), fresh, last], running);
    expect(state.incumbent?.screened).toMatchObject({ mode: 'fresh', checks: [{ metrics: { cost: 2 } }] });
  });

  test('refusals count in a row until the next decision', () => {
    const events = [...refused(1, 'no-change'), ...refused(2, 'no-change'), ...refused(3, 'duplicate')];
    const state = fold(events, running);
    expect(state).toMatchObject({ decided: 3, refusedInRow: 3, refusals: { 'no-change': 2, duplicate: 1 } });
    expect(state.spending.evaluations).toBe(0);
    expect(fold(decided(4, 'discard'), state).refusedInRow).toBe(0);
  });

  test('proposals of models are paid for: those in a row are counted apart, until one becomes a candidate', () => {
    const model = { name: 'a/b', turns: 1, promptDigest: '', answerDigest: null, taint: [] } as const;
    const provenance: Provenance = {
      proposer: 'llm',
      operator: '',
      summary: '',
      model: { ...model, inputTokens: null, outputTokens: null, money: null },
    };
    const paid = (number: number): RunEvent =>
      ({ ...refused(number, 'duplicate')[0]!, provenance }) as RunEvent;
    const state = fold([paid(1), ...refused(2, 'no-change'), ...decided(3, 'keep'), paid(4)], running);
    expect(state).toMatchObject({ refusedInRow: 1, paidRefusalsInRow: 2 });
    const [proposed, ...rest] = decided(5, 'discard');
    const candidate = candidateWith({ number: 5, provenance });
    const after = fold([{ ...proposed, candidate } as RunEvent, ...rest], state);
    expect(after).toMatchObject({ refusedInRow: 0, paidRefusalsInRow: 0 });
  });

  test('a decision taken again counts once', () => {
    const state = fold(
      [...decided(1, 'discard'), ...decided(2, 'crash'), ...reopened(1, 'discard', 'keep')],
      running,
    );
    expect(state.decisions).toMatchObject({ discard: 0, crash: 1, keep: 1 });
    expect(state.decided).toBe(2);
    expect(state.incumbent?.candidate.number).toBe(1);
  });

  test('a resumed run goes on under its new budget, without the candidate that was cut off', () => {
    const budget = { evaluations: 7, wallSeconds: 60, work: null, money: null };
    const cut = fold([{ type: 'candidate-proposed', candidate: candidateWith({ number: 1 }) }], running);
    const finished = fold([{ type: 'run-finished', reason: 'stop-requested', detail: 'x' }], cut);
    expect(finished).toMatchObject({
      phase: 'finished',
      finished: { reason: 'stop-requested', detail: 'x' },
    });
    const resumed = fold([{ type: 'run-resumed', budget }], finished);
    expect(resumed).toMatchObject({
      phase: 'running',
      finished: null,
      open: null,
      resumes: 1,
      task: { budget },
    });
    expect(fold([STARTED, { type: 'run-resumed', budget }]).phase).toBe('started');
  });

  test('the seed is revealed and contradictions are counted', () => {
    const state = fold(
      [
        { type: 'seed-revealed', oracleSeed: 'x' },
        { type: 'screening-contradicted', number: 1, batch: [] },
      ],
      running,
    );
    expect(state).toMatchObject({ oracleSeedRevealed: true, contradictions: 1 });
  });
});

test('measurements neither count as refusals in a row nor end them', () => {
  const state = fold(
    [...refused(1, 'no-change'), ...measured(2), ...refused(3, 'no-change')],
    fold([STARTED, BASELINE]),
  );
  expect(state.refusedInRow).toBe(2);
  expect(state.decided).toBe(3);
});

describe('whatever happens', () => {
  const kinds = fc.constantFrom<DecisionKind>('keep', 'discard', 'inconclusive', 'crash', 'escalate');
  const refusals = fc.constantFrom<RefusalKind>(
    'nothing-proposed',
    'no-change',
    'protected-path',
    'too-large',
    'duplicate',
  );
  const step = fc.oneof(
    kinds.map((kind) => (number: number) => decided(number, kind)),
    refusals.map((kind) => (number: number) => refused(number, kind)),
    fc.constant((number: number) => measured(number)),
  );
  const story = fc
    .array(step, { maxLength: 30 })
    .map((steps) => steps.flatMap((make, index) => make(index + 1)));

  test('decisions, refusals and measurements add up to the turns', () => {
    fc.assert(
      fc.property(story, (events) => {
        const state = fold(events, fold([STARTED, BASELINE]));
        const sum = (counts: object): number =>
          Object.values(counts).reduce((total: number, count: number) => total + count, 0);
        expect(sum(state.decisions) + sum(state.refusals) + state.measurements).toBe(state.decided);
        expect(sum(state.decisions) + state.measurements).toBe(state.spending.evaluations);
        expect(state.open).toBeNull();
      }),
    );
  });

  test('the incumbent changes with a keep and with nothing else', () => {
    fc.assert(
      fc.property(story, (events) => {
        let state = fold([STARTED, BASELINE]);
        for (const event of events) {
          const next = foldRun(state, event);
          const kept = event.type === 'candidate-decided' && event.decision.kind === 'keep';
          if (kept) expect(next.incumbent?.candidate.number).toBe(event.number);
          else expect(next.incumbent).toBe(state.incumbent);
          state = next;
        }
      }),
    );
  });
});

test('a score is the first objective of a passing verdict', () => {
  const task = taskWith({});
  expect(screenedScore(task, verdict(SCREENING_INPUTS, 4))).toBe(4);
  expect(screenedScore(task, verdict(SCREENING_INPUTS, 4, { status: 'fail' }))).toBeNull();
  expect(screenedScore(task, verdictWith({}))).toBeNull();
});

test('work is the sum over the checks that report it', () => {
  const checks = [
    checkWith({ metrics: { work: 2 } }),
    checkWith({ metrics: { cost: 9 } }),
    checkWith({ metrics: { work: 0.5 } }),
  ];
  expect(workOf(verdictWith({ checks }))).toBe(2.5);
});

test('the money of models is counted once a proposal, refused ones included; a resumed run may try again', () => {
  const model = {
    name: 'anthropic/one',
    turns: 1,
    promptDigest: '',
    answerDigest: null,
    inputTokens: 1,
    outputTokens: 1,
    taint: [],
  };
  const paid = (money: number | null) => ({
    proposer: 'llm',
    operator: '',
    summary: '',
    model: { ...model, money },
  });
  const vain = refused(2, 'over-budget').map((event) => ({ ...event, provenance: paid(0.25) }) as RunEvent);
  const state = fold([
    STARTED,
    BASELINE,
    { type: 'candidate-proposed', candidate: candidateWith({ number: 1, provenance: paid(0.5) }) },
    ...decided(1, 'keep').slice(1),
    ...vain,
    { type: 'candidate-proposed', candidate: candidateWith({ number: 3, provenance: paid(null) }) },
    ...decided(3, 'keep').slice(1),
    {
      type: 'candidate-reopened',
      number: 3,
      candidate: candidateWith({ number: 3, provenance: paid(9) }),
      previous: 'keep',
    },
  ]);
  expect(state).toMatchObject({ spending: { money: 0.75 }, overBudget: true });
  const { budget } = taskWith({});
  expect(fold([{ type: 'run-resumed', budget }], state)).toMatchObject({
    spending: { money: 0.75 },
    overBudget: false,
  });
});
