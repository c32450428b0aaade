import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AcceptanceStep, Evidence, Judgement } from '../kernel/contracts/acceptance.ts';
import type { Decision } from '../kernel/decision.ts';
import type { HeldOutSlice, Task } from '../kernel/task.ts';
import { candidateWith, checkWith, OBJECTIVE, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import type { Verdict, VerdictStatus } from '../kernel/verdict.ts';
import { decisionInputs, exactAcceptance } from './exact.ts';

/** Figures of one contender: the objective, and the held-out slice where it is asked. */
interface Figures {
  readonly cost: number | null;
  readonly unseen?: number | null;
  readonly status?: VerdictStatus;
}

type Contender = 'candidate' | 'incumbent' | 'baseline';

const NUMBERS = { candidate: 7, incumbent: 3, baseline: 0 } as const;

function verdictOf(figures: Figures, fields: Partial<Verdict>): Verdict {
  const measured = (value: number | null | undefined) => (value == null ? {} : { cost: value });
  const checks = [checkWith({ metrics: measured(figures.cost) })];
  if (figures.unseen !== undefined) {
    checks.push(checkWith({ slice: 'unseen', visibility: 'held-out', metrics: measured(figures.unseen) }));
  }
  const status = figures.status ?? 'pass';
  return verdictWith({ checks, status, reason: status === 'pass' ? null : `it did ${status}`, ...fields });
}

function heldOut(tolerance: number | null): HeldOutSlice {
  return { name: 'unseen', metric: 'cost', direction: 'minimize', tolerance };
}

function withHeldOut(tolerance: number | null): Task {
  return taskWith({ slices: { visible: ['train'], heldOut: [heldOut(tolerance)] } });
}

interface Case {
  readonly task?: Task;
  readonly screenable?: boolean;
  readonly size?: number;
  /** Screening figures of the candidate; the incumbent's are 10. */
  readonly screened: Figures;
  /** Figures on the decision's own inputs. */
  readonly own?: { readonly [whom in Contender]?: Figures };
}

const ORDINARY: { readonly [whom in Contender]: Figures } = {
  candidate: { cost: 8 },
  incumbent: { cost: 10 },
  baseline: { cost: 12 },
};

function evidenceOf({ screenable = true, size = 100 }: Case, judgements: readonly Judgement[]): Evidence {
  const judged = (whom: 'incumbent' | 'baseline') => {
    const verdict = verdictOf({ cost: 10 }, {});
    return { candidate: candidateWith({ number: NUMBERS[whom] }), screened: verdict, fresh: verdict };
  };
  return {
    candidate: candidateWith({ number: NUMBERS.candidate, size }),
    screenable,
    baseline: judged('baseline'),
    incumbent: judged('incumbent'),
    judgements,
    history: { confirmations: 0, confirmed: 0 },
    repeats: null,
  };
}

/** Answers the rule's orders until it decides. */
function decide(
  example: Case,
  answer: (whom: Contender, order: Pick<Verdict, 'mode' | 'inputs'>) => Verdict = (whom, order) => {
    const figures = order.inputs === 'screening' ? example.screened : { ...ORDINARY, ...example.own }[whom];
    return verdictOf(figures, order);
  },
): {
  readonly decision: Decision;
  readonly orders: readonly string[];
  readonly judgements: readonly Judgement[];
} {
  const rule = exactAcceptance(example.task ?? taskWith({}));
  const judgements: Judgement[] = [];
  const orders: string[] = [];
  for (let steps = 0; steps < 4; steps += 1) {
    const step: AcceptanceStep = rule.next(evidenceOf(example, judgements));
    if (step.kind === 'decide') return { decision: step.decision, orders, judgements };
    orders.push(
      step.orders.map(({ whom, mode, inputs, scope }) => `${whom} ${mode} ${inputs} ${scope}`).join(', '),
    );
    for (const { whom, mode, inputs } of step.orders) {
      judgements.push({ judged: NUMBERS[whom], verdict: answer(whom, { mode, inputs }) });
    }
  }
  throw new Error('no decision after four steps');
}

const SCREENED = 'candidate screened screening visible';
const REHEARSED = ['candidate', 'incumbent', 'baseline']
  .map((whom) => `${whom} screened decision-7 all`)
  .join(', ');
const CONFIRMED = ['candidate', 'incumbent', 'baseline']
  .map((whom) => `${whom} fresh decision-7 all`)
  .join(', ');
const WHOLE = [SCREENED, REHEARSED, `candidate fresh screening visible, ${CONFIRMED}`];

describe('the figures decide', () => {
  const smaller = { size: 90 };
  const equal = { screened: { cost: 10 }, own: { candidate: { cost: 10 } } };
  const wanted = (minimumGain: number, simplicity = true): Task => {
    return taskWith({ acceptance: { rule: 'exact', minimumGain, simplicity } });
  };
  test.each<[string, Case, Decision['kind'], string]>([
    ['better', { screened: { cost: 8 } }, 'keep', 'better: cost on train 8 against 10 ms'],
    ['worse', { screened: { cost: 11 } }, 'discard', 'worse: cost on train 11 against 10 ms'],
    ['equal', equal, 'discard', 'no better on any objective'],
    ['equal with less code', { ...equal, ...smaller }, 'keep', 'equal with 10 bytes less code'],
    ['equal with more code', { ...equal, size: 101 }, 'discard', 'no better on any objective'],
    [
      'less code where it does not count',
      { ...equal, ...smaller, task: wanted(0, false) },
      'discard',
      'no better',
    ],
    [
      'worse with less code',
      { screened: { cost: 10.1 }, ...smaller },
      'discard',
      'worse: cost on train 10.1',
    ],
    [
      'a gain below the minimum',
      { screened: { cost: 8 }, task: wanted(2.5) },
      'discard',
      'gain below the minimum',
    ],
    ['a gain of just the minimum', { screened: { cost: 8 }, task: wanted(2) }, 'keep', 'better'],
    [
      'a small gain with less code',
      { screened: { cost: 8 }, task: wanted(3), ...smaller },
      'discard',
      'gain below',
    ],
    ['not measured', { screened: { cost: null } }, 'discard', 'cost on train was not measured'],
    [
      'better only when screened',
      { screened: { cost: 8 }, own: { candidate: { cost: 10 } } },
      'discard',
      'on inputs of its own: no better',
    ],
    [
      'worse on its own inputs',
      { screened: { cost: 8 }, own: { candidate: { cost: 13 } } },
      'discard',
      'on inputs of its own: worse',
    ],
    ['a crash', { screened: { cost: null, status: 'crash' } }, 'crash', 'it did crash'],
    ['a timeout', { screened: { cost: null, status: 'timeout' } }, 'crash', 'it did timeout'],
    ['a failure', { screened: { cost: 1, status: 'fail' } }, 'discard', 'it did fail'],
    ['a refusal', { screened: { cost: 1, status: 'refused' } }, 'discard', 'it did refused'],
    [
      'a crash on its own inputs',
      { screened: { cost: 8 }, own: { candidate: { cost: null, status: 'crash' } } },
      'crash',
      'it did crash',
    ],
    [
      'a failure held out',
      { screened: { cost: 8 }, own: { candidate: { cost: 8, status: 'fail' } } },
      'discard',
      'it did fail',
    ],
    [
      'an incumbent that fails',
      { screened: { cost: 8 }, own: { incumbent: { cost: 10, status: 'fail' } } },
      'escalate',
      'the incumbent no longer passes: it did fail',
    ],
  ])('%s', (_, example, kind, reason) => {
    for (const screenable of [true, false]) {
      const { decision } = decide({ ...example, screenable });
      expect(decision).toMatchObject({
        kind,
        rule: 'exact',
        reason: expect.stringContaining(reason) as string,
      });
    }
  });

  test('a maximized objective is better when larger', () => {
    const task = taskWith({ objectives: [{ ...OBJECTIVE, direction: 'maximize', unit: '' }] });
    expect(decide({ task, screened: { cost: 11 }, own: { candidate: { cost: 11 } } }).decision).toMatchObject(
      {
        kind: 'keep',
        reason: 'better: cost on train 11 against 10',
      },
    );
    expect(decide({ task, screened: { cost: 9 } }).decision.kind).toBe('discard');
  });

  test('a second objective breaks ties of the first, and only those', () => {
    const second = { ...OBJECTIVE, metric: 'bytes', direction: 'maximize' as const };
    const task = taskWith({ objectives: [OBJECTIVE, second] });
    const answer =
      (cost: number, bytes: number) => (whom: Contender, order: Pick<Verdict, 'mode' | 'inputs'>) => {
        const metrics = whom === 'candidate' ? { cost, bytes } : { cost: 10, bytes: 5 };
        return verdictWith({ ...order, checks: [checkWith({ metrics })] });
      };
    const decided = (cost: number, bytes: number): Decision => {
      const reference = verdictWith({ checks: [checkWith({ metrics: { cost: 10, bytes: 5 } })] });
      const rule = exactAcceptance(task);
      const judgements: Judgement[] = [];
      for (;;) {
        const evidence = evidenceOf({ screened: { cost } }, judgements);
        const step = rule.next({ ...evidence, incumbent: { ...evidence.incumbent, screened: reference } });
        if (step.kind === 'decide') return step.decision;
        for (const { whom, mode, inputs } of step.orders) {
          judgements.push({ judged: NUMBERS[whom], verdict: answer(cost, bytes)(whom, { mode, inputs }) });
        }
      }
    };
    expect(decided(10, 6)).toMatchObject({ kind: 'keep', reason: 'better: bytes on train 6 against 5 ms' });
    expect(decided(10, 4)).toMatchObject({ kind: 'discard', reason: 'worse: bytes on train 4 against 5 ms' });
    expect(decided(9, 4).kind).toBe('keep');
    expect(decided(11, 6).kind).toBe('discard');
  });
});

describe('held-out slices', () => {
  const figures = (candidate: number | null, incumbent: number, baseline: number): Case['own'] => ({
    candidate: { cost: 8, unseen: candidate },
    incumbent: { cost: 10, unseen: incumbent },
    baseline: { cost: 12, unseen: baseline },
  });
  test.each<[string, number | null, Case['own'], Decision['kind']]>([
    ['no loss', 0, figures(5, 5, 5), 'keep'],
    ['a gain', 0, figures(4, 5, 5), 'keep'],
    ['a loss against the incumbent', 0, figures(5.01, 5, 6), 'discard'],
    ['a loss against the baseline alone', 0, figures(5.01, 6, 5), 'discard'],
    ['a loss of just the tolerance', 0.5, figures(5.5, 5, 5), 'keep'],
    ['a loss over the tolerance', 0.5, figures(5.6, 5, 5.6), 'discard'],
    ['a loss over the tolerance against the baseline', 0.5, figures(5.6, 5.6, 5), 'discard'],
    ['any loss where the slice only reports', null, figures(99, 5, 5), 'keep'],
    ['no measurement', 0, figures(null, 5, 5), 'discard'],
    ['no measurement where the slice only reports', null, figures(null, 5, 5), 'keep'],
  ])('%s (tolerance %s)', (_, tolerance, own, kind) => {
    for (const screenable of [true, false]) {
      const { decision } = decide({
        task: withHeldOut(tolerance),
        screened: { cost: 8 },
        own: own!,
        screenable,
      });
      expect(decision.kind).toBe(kind);
    }
  });

  test('say by how much and against whom', () => {
    const task = withHeldOut(0.5);
    const against = (own: Case['own']): Decision =>
      decide({ task, screened: { cost: 8 }, own: own! }).decision;
    expect(against(figures(6, 5, 6)).reason).toBe(
      "held-out slice unseen loses more than 0.5: 6 against the incumbent's 5",
    );
    expect(against(figures(6, 6, 5)).reason).toBe(
      "held-out slice unseen loses more than 0.5: 6 against the baseline's 5",
    );
    expect(against(figures(null, 6, 5)).reason).toBe('held-out slice unseen: cost was not measured');
    expect(against(figures(6, 6, 5)).comparisons).toEqual([
      {
        slice: 'train',
        metric: 'cost',
        against: 'incumbent',
        candidate: 8,
        reference: 10,
        gain: 2,
        tolerance: 0,
        holds: true,
      },
      {
        slice: 'unseen',
        metric: 'cost',
        against: 'incumbent',
        candidate: 6,
        reference: 6,
        gain: 0,
        tolerance: 0.5,
        holds: true,
      },
      {
        slice: 'unseen',
        metric: 'cost',
        against: 'baseline',
        candidate: 6,
        reference: 5,
        gain: -1,
        tolerance: 0.5,
        holds: false,
      },
    ]);
  });

  test('without a metric only pass and fail', () => {
    const task = taskWith({ slices: { visible: ['train'], heldOut: [{ ...heldOut(0), metric: null }] } });
    const { decision } = decide({ task, screened: { cost: 8 }, own: figures(99, 1, 1)! });
    expect(decision.kind).toBe('keep');
    expect(decision.comparisons).toHaveLength(1);
  });
});

describe('what is asked', () => {
  test('little of a candidate that is no better, all of one that is kept', () => {
    expect(decide({ screened: { cost: 11 } }).orders).toEqual([SCREENED]);
    expect(decide({ screened: { cost: 8 }, own: { candidate: { cost: 11 } } }).orders).toEqual([
      SCREENED,
      REHEARSED,
    ]);
    expect(decide({ screened: { cost: 8 } }).orders).toEqual(WHOLE);
  });

  test('nothing in shared processes of a proposer that is not trusted', () => {
    const { orders } = decide({ screened: { cost: 8 }, screenable: false });
    expect(orders).toEqual(['candidate fresh screening visible', CONFIRMED]);
  });

  test('the baseline once, where it is the incumbent', () => {
    const rule = exactAcceptance(taskWith({}));
    const evidence = evidenceOf({ screened: { cost: 8 }, screenable: false }, [
      { judged: 7, verdict: verdictOf({ cost: 8 }, { inputs: 'screening' }) },
    ]);
    const step = rule.next({ ...evidence, incumbent: evidence.baseline });
    expect(step.kind === 'judge' && step.orders.map(({ whom }) => whom)).toEqual(['candidate', 'incumbent']);
  });

  test('again in fresh sandboxes what a shared process says of the incumbent', () => {
    const shared = (whom: Contender, order: Pick<Verdict, 'mode' | 'inputs'>): Verdict => {
      const failing = whom === 'incumbent' && order.mode === 'screened';
      return verdictOf(
        failing ? { cost: 10, status: 'fail' } : order.inputs === 'screening' ? { cost: 8 } : ORDINARY[whom],
        order,
      );
    };
    const { decision, orders } = decide({ screened: { cost: 8 } }, shared);
    expect(orders).toEqual(WHOLE);
    expect(decision.kind).toBe('keep');
  });

  test('a candidate that passes in the shared process and not in its own sandbox is not kept', () => {
    for (const inputs of ['screening', decisionInputs(7)]) {
      const { decision } = decide({ screened: { cost: 8 } }, (whom, order) => {
        const failing = whom === 'candidate' && order.mode === 'fresh' && order.inputs === inputs;
        return verdictOf(
          failing ? { cost: 1, status: 'crash' } : { ...ORDINARY, candidate: { cost: 8 } }[whom],
          order,
        );
      });
      expect(decision).toMatchObject({ kind: 'crash', reason: 'it did crash' });
    }
  });
});

describe('whatever the verdicts', () => {
  const status = fc.oneof(
    { weight: 6, arbitrary: fc.constant<VerdictStatus>('pass') },
    { weight: 1, arbitrary: fc.constantFrom<VerdictStatus>('fail', 'crash', 'timeout', 'refused') },
  );
  const figure = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 7, max: 11 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const figures = fc.record({ cost: figure, unseen: figure, status });
  const task = fc
    .record({
      tolerance: fc.option(fc.integer({ min: 0, max: 2 })),
      minimumGain: fc.integer({ min: 0, max: 2 }),
      simplicity: fc.boolean(),
    })
    .map(({ tolerance, ...acceptance }) => ({
      ...withHeldOut(tolerance),
      acceptance: { rule: 'exact' as const, ...acceptance },
    }));
  const example = fc.record({
    task,
    screenable: fc.boolean(),
    size: fc.constantFrom(90, 100, 110),
    screened: figures,
  });

  test('the rule ends within four steps, changes nothing, and answers the same twice', () => {
    fc.assert(
      fc.property(example, fc.array(figures, { minLength: 9, maxLength: 9 }), (fields, answers) => {
        let asked = 0;
        const { decision, judgements } = decide(fields, (_, order) =>
          verdictOf(answers[(asked += 1) % answers.length]!, order),
        );
        const frozen = JSON.stringify(judgements);
        for (let length = 0; length <= judgements.length; length += 1) {
          const evidence = evidenceOf(fields, judgements.slice(0, length));
          const [first, second] = [
            exactAcceptance(fields.task).next(evidence),
            exactAcceptance(fields.task).next(evidence),
          ];
          expect(first).toEqual(second);
          if (length === judgements.length) expect(first).toEqual({ kind: 'decide', decision });
        }
        expect(JSON.stringify(judgements)).toBe(frozen);
      }),
      { numRuns: 300 },
    );
  });

  test('a keep rests on fresh, passing verdicts of candidate and incumbent on the same inputs, where the one is better', () => {
    let kept = 0;
    fc.assert(
      fc.property(example, fc.array(figures, { minLength: 9, maxLength: 9 }), (fields, answers) => {
        let asked = 0;
        const { decision, judgements } = decide(fields, (_, order) =>
          verdictOf(answers[(asked += 1) % answers.length]!, order),
        );
        if (decision.kind !== 'keep') return;
        kept += 1;
        const fresh = (whom: Contender): Verdict | undefined =>
          judgements.find(
            ({ judged, verdict }) =>
              judged === NUMBERS[whom] && verdict.mode === 'fresh' && verdict.inputs === 'decision-7',
          )?.verdict;
        const [own, other] = [fresh('candidate'), fresh('incumbent')];
        expect([own?.status, other?.status]).toEqual(['pass', 'pass']);
        const [better, worse] = [own!.checks[0]!.metrics['cost']!, other!.checks[0]!.metrics['cost']!];
        expect(better < worse || (better === worse && fields.size < 100)).toBe(true);
        const screened = judgements.filter(({ verdict }) => verdict.inputs === 'screening');
        expect(screened.at(-1)?.verdict).toMatchObject({ mode: 'fresh', status: 'pass' });
      }),
      { numRuns: 2000 },
    );
    expect(kept).toBeGreaterThan(10);
  });
});
