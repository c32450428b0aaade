import { expect, test } from 'vitest';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Budget } from '../kernel/task.ts';
import { candidateWith, checkWith, OBJECTIVE, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import { EXHAUSTED_AFTER, haltOf, PAID_REFUSALS } from './halt.ts';

const UNLIMITED: Budget = { evaluations: null, wallSeconds: null, work: null, money: null };
const GOING_ON = { elapsedSeconds: 0, stopRequested: false };

function stateWith(
  budget: Partial<Budget>,
  fields: Partial<RunState> = {},
  target: number | null = null,
): RunState {
  const task = taskWith({ budget: { ...UNLIMITED, ...budget }, objectives: [{ ...OBJECTIVE, target }] });
  return { ...emptyRunState, phase: 'running', task, ...fields };
}

function patience(paidRefusals: number, paidRefusalsInRow: number): RunState {
  const state = stateWith({}, { paidRefusalsInRow });
  return { ...state, task: { ...state.task!, guards: { paidRefusals } } };
}

function readings(reads: number): RunState {
  const hidden = { name: 'hidden', metric: 'cost', direction: 'minimize', tolerance: 0, reads: 3 } as const;
  const state = stateWith({}, { heldOut: { hidden: { reads, items: 1 } } });
  return { ...state, task: { ...state.task!, slices: { visible: ['train'], heldOut: [hidden] } } };
}

function incumbentAt(cost: number): Pick<RunState, 'incumbent'> {
  const verdict = verdictWith({ inputs: SCREENING_INPUTS, checks: [checkWith({ metrics: { cost } })] });
  return { incumbent: { candidate: candidateWith({ number: 1 }), screened: verdict, fresh: verdict } };
}

const spent = (spending: Partial<RunState['spending']>): Pick<RunState, 'spending'> => {
  return { spending: { evaluations: 0, work: 0, money: 0, ...spending } };
};
const escalated: Pick<RunState, 'decisions'> = { decisions: { ...emptyRunState.decisions, escalate: 1 } };

test.each<[string, RunState, number, string | null]>([
  ['nothing yet', emptyRunState, 1e9, null],
  ['no limit reached', stateWith({ evaluations: 5 }, spent({ evaluations: 4 })), 0, null],
  ['the last evaluation', stateWith({ evaluations: 5 }, spent({ evaluations: 5 })), 0, 'budget-evaluations'],
  ['one too many', stateWith({ evaluations: 5 }, spent({ evaluations: 6 })), 0, 'budget-evaluations'],
  ['just in time', stateWith({ wallSeconds: 60 }), 59.9, null],
  ['time is up', stateWith({ wallSeconds: 60 }), 60, 'budget-wall'],
  ['work left', stateWith({ work: 10 }, spent({ work: 9.5 })), 0, null],
  ['work done', stateWith({ work: 10 }, spent({ work: 10 })), 0, 'budget-work'],
  ['money left', stateWith({ money: 1 }, spent({ money: 0.99 })), 0, null],
  ['money spent', stateWith({ money: 1 }, spent({ money: 1 })), 0, 'budget-money'],
  ['no money for another call', stateWith({ money: 1 }, { overBudget: true }), 0, 'budget-money'],
  ['without limits', stateWith({}, spent({ evaluations: 1e9, work: 1e9, money: 1e9 })), 1e9, null],
  ['short of the target', stateWith({}, incumbentAt(5.1), 5), 0, null],
  ['at the target', stateWith({}, incumbentAt(5), 5), 0, 'target-reached'],
  ['an incumbent without target', stateWith({}, incumbentAt(-1e9)), 0, null],
  ['an escalation', stateWith({}, escalated), 0, 'guard'],
  ['almost exhausted', stateWith({}, { refusedInRow: EXHAUSTED_AFTER - 1 }), 0, null],
  ['exhausted', stateWith({}, { refusedInRow: EXHAUSTED_AFTER }), 0, 'search-exhausted'],
  ['models with an idea left', stateWith({}, { paidRefusalsInRow: PAID_REFUSALS - 1 }), 0, null],
  ['models without', stateWith({}, { paidRefusalsInRow: PAID_REFUSALS }), 0, 'search-exhausted'],
  ['models that are given less', patience(3, 3), 0, 'search-exhausted'],
  ['held-out readings left', readings(2), 0, null],
  ['held-out readings used up', readings(3), 0, 'held-out-exhausted'],
  ['models that are given more', patience(PAID_REFUSALS + 1, PAID_REFUSALS), 0, null],
])('%s', (_, state, elapsedSeconds, reason) => {
  expect(haltOf(state, { elapsedSeconds, stopRequested: false })?.reason ?? null).toBe(reason);
  expect(haltOf(state, { elapsedSeconds, stopRequested: true })?.reason).toBe('stop-requested');
});

test('a failing verdict reaches no target', () => {
  const { incumbent } = incumbentAt(1);
  const failed = { ...incumbent!, screened: { ...incumbent!.screened, status: 'fail' as const } };
  expect(haltOf(stateWith({}, { incumbent: failed }, 5), GOING_ON)).toBeNull();
});

test('of several reasons the first in order is given', () => {
  const everything = {
    ...incumbentAt(1),
    ...escalated,
    ...spent({ evaluations: 9, work: 9, money: 9 }),
    refusedInRow: EXHAUSTED_AFTER,
  };
  const budget = { evaluations: 1, wallSeconds: 1, work: 1, money: 1 };
  const facts = { elapsedSeconds: 9, stopRequested: false };
  const reasons = [
    haltOf(stateWith(budget, everything, 5), { ...facts, stopRequested: true }),
    haltOf(stateWith(budget, everything, 5), facts),
    haltOf(stateWith(budget, { ...everything, decisions: emptyRunState.decisions }, 5), facts),
    haltOf(stateWith(budget, { ...everything, decisions: emptyRunState.decisions }), facts),
    haltOf(
      stateWith({ ...budget, evaluations: null }, { ...everything, decisions: emptyRunState.decisions }),
      facts,
    ),
    haltOf(stateWith({ work: 1, money: 1 }, { ...everything, decisions: emptyRunState.decisions }), facts),
    haltOf(stateWith({ money: 1 }, { ...everything, decisions: emptyRunState.decisions }), facts),
    haltOf(stateWith({}, { ...everything, decisions: emptyRunState.decisions }), facts),
  ];
  expect(reasons.map((halt) => halt?.reason)).toEqual([
    'stop-requested',
    'guard',
    'target-reached',
    'budget-evaluations',
    'budget-wall',
    'budget-work',
    'budget-money',
    'search-exhausted',
  ]);
});

test('the detail names the figure', () => {
  expect(haltOf(stateWith({ wallSeconds: 60 }), { ...GOING_ON, elapsedSeconds: 61 })?.detail).toBe(
    '60 s of wall time were spent',
  );
  expect(haltOf(stateWith({}, incumbentAt(4), 5), GOING_ON)?.detail).toBe(
    'the incumbent reached the target with 4',
  );
});
