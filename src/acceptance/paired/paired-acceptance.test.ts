import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../kernel/contracts/acceptance.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { HeldOutSlice, Task } from '../../kernel/task.ts';
import { createRandom } from '../../kernel/random.ts';
import { OBJECTIVE } from '../../kernel/testing/fixtures.ts';
import { createAcceptance } from '../index.ts';
import type { Answer, Ordered, Taken } from '../testing/deciding.ts';
import { measured, ruledTask, takeDecision } from '../testing/deciding.ts';

/** The incumbent costs 10, the candidate 9 in pairs that it wins, 11 in those it loses. */
function answering(wins: (order: Ordered) => boolean): Answer {
  return (order) => measured({ cost: order.whom === 'candidate' ? (wins(order) ? 9 : 11) : 10 });
}

const ALWAYS = answering(() => true);

function take(task: Task, answer: Answer, fields: Partial<Evidence> = {}): Taken {
  return takeDecision(createAcceptance(task), answer, fields);
}

const isConfirming = ({ inputs }: Ordered): boolean => inputs.includes('-confirm-');
const isScreening = ({ inputs }: Ordered): boolean => inputs.includes('-screen-');

describe('the two-stage rule', () => {
  test('screens with as many pairs as must be won, and confirms on others: 4, then 8 straight wins', () => {
    const { decision, orders } = take(ruledTask({}), ALWAYS);
    expect(decision).toMatchObject({
      kind: 'keep',
      rule: 'two-stage',
      reason: 'better: 8 of 8 pairs won, 0 lost, e-value 56.8 of 40.5',
      test: { stage: 'confirm', pairs: 8, wins: 8, losses: 0, ties: 0, confirmation: 1, furtherPairs: 0 },
    });
    expect(decision.test!.eValue).toBeCloseTo((2 ** 9 - 1) / 9, 9);
    expect(decision.test!.alpha! * decision.test!.threshold).toBeCloseTo(1, 9);
    expect(orders.filter(isScreening)).toHaveLength(4 * 2);
    expect(orders.filter(isConfirming)).toHaveLength(8 * 2);
    expect(new Set(orders.filter(isConfirming).map(({ inputs }) => inputs)).size).toBe(8);
  });

  test('asks in turn, who goes first alternating, in fresh sandboxes, held-out questions only to keep', () => {
    const { steps, orders } = take(ruledTask({}), ALWAYS);
    expect(steps.slice(1).every(({ inTurn }) => inTurn === true)).toBe(true);
    const pairs = orders.filter(isScreening).map(({ whom, inputs }) => `${whom} ${inputs}`);
    expect(pairs.slice(0, 4)).toEqual([
      'candidate decision-7-screen-1',
      'incumbent decision-7-screen-1',
      'incumbent decision-7-screen-2',
      'candidate decision-7-screen-2',
    ]);
    expect(
      orders.filter(isScreening).every(({ scope, mode }) => scope === 'visible' && mode === 'fresh'),
    ).toBe(true);
    expect(orders.filter(isConfirming).every(({ scope, mode }) => scope === 'all' && mode === 'fresh')).toBe(
      true,
    );
  });

  test('screens trusted proposers in shared processes, and keeps on fresh ones alone', () => {
    const { decision, orders } = take(ruledTask({}), ALWAYS, { screenable: true });
    expect(decision.kind).toBe('keep');
    expect(orders.filter(isScreening).every(({ mode }) => mode === 'screened')).toBe(true);
    expect(orders.filter(isConfirming).every(({ mode }) => mode === 'fresh')).toBe(true);
    expect(orders.filter(({ inputs, mode }) => inputs === 'screening' && mode === 'fresh')).toHaveLength(1);
  });

  test('discards what passes in shared processes only', () => {
    const { decision } = take(
      ruledTask({}),
      (order) =>
        order.inputs === 'screening' && order.mode === 'fresh'
          ? { status: 'crash', reason: 'gone' }
          : ALWAYS(order),
      { screenable: true },
    );
    expect(decision).toMatchObject({ kind: 'crash', reason: 'gone', test: { confirmation: 1 } });
  });

  test('an incumbent that fails in a shared process only is asked again in fresh ones', () => {
    const { decision, orders } = take(
      ruledTask({}),
      (order) =>
        order.whom === 'incumbent' && order.mode === 'screened'
          ? { status: 'fail', reason: 'dirty' }
          : ALWAYS(order),
      { screenable: true },
    );
    expect(decision.kind).toBe('keep');
    expect(orders.some((order) => isScreening(order) && order.mode === 'fresh')).toBe(true);
  });

  test('an incumbent that fails in a fresh sandbox is for people to look at', () => {
    const { decision } = take(ruledTask({}), (order) =>
      order.whom === 'incumbent' ? { status: 'fail', reason: 'broken' } : ALWAYS(order),
    );
    expect(decision).toMatchObject({ kind: 'escalate', reason: 'the incumbent no longer passes: broken' });
  });

  test('a screening that is not passed spends nothing of alpha', () => {
    const { decision, orders } = take(
      ruledTask({}),
      answering(() => false),
    );
    expect(decision).toMatchObject({
      kind: 'discard',
      test: { stage: 'screen', alpha: null, confirmation: null },
    });
    expect(orders.some(isConfirming)).toBe(false);
    expect(decision.test!.pairs).toBeLessThan(20);
  });

  test.each(['fail', 'crash', 'timeout', 'refused'] as const)('one %s in any pair ends it', (status) => {
    for (const inputs of ['screening', 'decision-7-screen-2', 'decision-7-test-1-confirm-8']) {
      const { decision } = take(ruledTask({}), (order) =>
        order.whom === 'candidate' && order.inputs === inputs
          ? { status, reason: 'so it is' }
          : ALWAYS(order),
      );
      expect(decision).toMatchObject({
        kind: status === 'crash' || status === 'timeout' ? 'crash' : 'discard',
        reason: 'so it is',
      });
      // A test that was begun could have kept it: it counts.
      if (inputs.includes('confirm')) expect(decision.test!.confirmation).toBe(1);
    }
  });

  test('later confirmations take more: 15 straight wins at the tenth', () => {
    const history = { confirmations: 9, confirmed: 9 };
    const { decision } = take(ruledTask({}), ALWAYS, { history });
    expect(decision.test).toMatchObject({ pairs: 15, confirmation: 10 });
  });

  test('never takes more pairs than it may, and says what more would cost', () => {
    const screening = ruledTask({}).acceptance.statistics!;
    const task = ruledTask({ statistics: { ...screening, maximumPairs: 30 } });
    const { decision, orders } = take(
      task,
      // 2 of 3 are won: after 30 pairs the e-value is about 3.
      answering(
        ({ inputs }) => !isConfirming({ inputs } as Ordered) || Number(inputs.split('-').at(-1)) % 3 !== 0,
      ),
    );
    expect(orders.filter(isConfirming).length / 2).toBeLessThanOrEqual(30);
    expect(decision.kind).toBe('inconclusive');
    expect(decision.reason).toMatch(/^not enough when tested: .* more pairs at this rate would do$/);
    expect(decision.test!.furtherPairs).toBeGreaterThan(10);
    expect(decision.test!.furtherPairs).toBeLessThan(120);
  });

  test('the noise at the start says how many pairs, where the task does not', () => {
    const coins = createRandom('even');
    const even = answering((order) => isScreening(order) || coins.chance(0.6));
    const { decision } = take(ruledTask({}), even, { repeats: 12 });
    expect(decision.test!.stage).toBe('confirm');
    expect(decision.test!.pairs).toBeLessThanOrEqual(12);
    // Too few to pass at all are raised to as many as must be won.
    expect(take(ruledTask({}), ALWAYS, { repeats: 2 }).decision.kind).toBe('keep');
  });
});

describe('what counts as won', () => {
  const gaining =
    (gained: number): Answer =>
    ({ whom }) =>
      measured({ cost: whom === 'candidate' ? 10 - gained : 10 });

  test.each([
    [0, 0.1, 'keep'],
    [0.5, 0.4, 'discard'],
    [0.5, 0.5, 'keep'],
    [0.5, 0, 'discard'],
  ])('with a minimum of %d, a gain of %d: %s', (minimumGain, gained, kind) => {
    expect(take(ruledTask({ minimumGain }), gaining(gained)).decision.kind).toBe(kind);
  });

  test('a tie is no evidence: the test ends when the pairs do', () => {
    const { decision } = take(ruledTask({}), gaining(0));
    expect(decision).toMatchObject({
      kind: 'discard',
      test: { stage: 'screen', wins: 0, losses: 0, eValue: 1 },
    });
    expect(decision.test!.ties).toBe(decision.test!.pairs);
  });

  test('a metric that is missing discards', () => {
    const { decision } = take(ruledTask({}), ({ whom }) =>
      measured(whom === 'candidate' ? {} : { cost: 10 }),
    );
    expect(decision).toMatchObject({ kind: 'discard', reason: 'an objective was not measured' });
  });

  test('the comparison shows medians over the pairs', () => {
    let turn = 0;
    const { decision } = take(ruledTask({}), ({ whom }) =>
      measured({ cost: whom === 'candidate' ? 5 - (turn += 1) / 100 : 10 }),
    );
    const [comparison] = decision.comparisons;
    expect(comparison).toMatchObject({ reference: 10, against: 'incumbent', tolerance: 0, holds: true });
    // Candidates of the 8 confirming pairs are asked as the 6th to 13th.
    expect(comparison!.candidate).toBeCloseTo(5 - 0.095, 9);
    expect(comparison!.gain).toBeCloseTo(5.095, 9);
  });
});

describe('several objectives', () => {
  const second = { ...OBJECTIVE, metric: 'bytes' };
  const figures =
    (own: readonly [number, number]): Answer =>
    ({ whom }) => {
      const [cost, bytes] = whom === 'candidate' ? own : [10, 100];
      return measured({ cost, bytes });
    };
  const inOrder = ruledTask({}, { objectives: [OBJECTIVE, second] });
  const front = ruledTask({ objectives: 'pareto' }, { objectives: [OBJECTIVE, second] });

  test.each<[string, readonly [number, number], string, string]>([
    ['both better', [9, 90], 'keep', 'keep'],
    ['the first better, the second equal', [9, 100], 'keep', 'keep'],
    ['the first better, the second worse', [9, 101], 'keep', 'discard'],
    ['the first equal, the second better', [10, 99], 'keep', 'keep'],
    ['the first worse, the second better', [11, 1], 'discard', 'discard'],
    ['equal', [10, 100], 'discard', 'discard'],
  ])('%s', (_, own, lexicographic, pareto) => {
    expect(take(inOrder, figures(own)).decision.kind).toBe(lexicographic);
    expect(take(front, figures(own)).decision.kind).toBe(pareto);
  });

  test('a margin on one lets a front trade that much', () => {
    const guards = [{ slice: 'train', metric: 'bytes', direction: 'minimize', margin: 5 }] as const;
    const task = ruledTask({ objectives: 'pareto', guards }, { objectives: [OBJECTIVE, second] });
    expect(take(task, figures([9, 105])).decision.kind).toBe('keep');
    expect(take(task, figures([9, 106])).decision.kind).toBe('discard');
  });
});

describe('guards', () => {
  const guards = [{ slice: 'train', metric: 'memory', direction: 'minimize', margin: 2 }] as const;
  const task = ruledTask({ guards });
  const using =
    (memory: (order: Ordered) => number): Answer =>
    (order) =>
      measured({ cost: order.whom === 'candidate' ? 9 : 10, memory: memory(order) });

  test('within the margin it is kept, with the test of the guard beside', () => {
    const { decision } = take(
      task,
      using(({ whom }) => (whom === 'candidate' ? 12 : 10)),
    );
    expect(decision.kind).toBe('keep');
    expect(decision.test!.guards).toEqual([
      {
        slice: 'train',
        metric: 'memory',
        against: 'incumbent',
        margin: 2,
        wins: 8,
        losses: 0,
        eValue: expect.closeTo(511 / 9, 6) as number,
      },
      {
        slice: 'train',
        metric: 'memory',
        against: 'baseline',
        margin: 2,
        wins: 8,
        losses: 0,
        eValue: expect.closeTo(511 / 9, 6) as number,
      },
    ]);
  });

  test('over the margin it is not, however much better', () => {
    const { decision } = take(
      task,
      using(({ whom }) => (whom === 'candidate' ? 12.1 : 10)),
    );
    expect(decision).toMatchObject({ kind: 'discard' });
    expect(decision.reason).toContain('loses too much on memory on train against the incumbent');
  });

  test('small losses do not add up: the baseline is asked too', () => {
    const level = { candidate: 14, incumbent: 12, baseline: 10 };
    const { decision, orders } = take(
      task,
      using(({ whom }) => level[whom]),
    );
    expect(decision).toMatchObject({ kind: 'discard' });
    expect(decision.reason).toContain('against the baseline');
    expect(orders.some(({ whom }) => whom === 'baseline')).toBe(true);
  });

  test('better, but the guard not shown: inconclusive', () => {
    const statistics = { ...ruledTask({}).acceptance.statistics!, maximumPairs: 20 };
    const { decision } = take(
      ruledTask({ guards, statistics }),
      // The guard holds in two pairs of three once it matters.
      using(({ whom, inputs }) =>
        whom === 'candidate' && inputs.includes('confirm') && Number(inputs.split('-').at(-1)) % 3 === 0
          ? 20
          : 10,
      ),
    );
    expect(decision.kind).toBe('inconclusive');
    expect(decision.reason).toMatch(/^better, but not shown to be no worse on memory on train/);
  });

  test('held-out slices are tested like guards, on the pairs that can keep', () => {
    const slices = {
      visible: ['train'],
      heldOut: [{ name: 'unseen', metric: 'cost', direction: 'minimize', tolerance: 0 }],
    } as const;
    const held = ruledTask({}, { slices });
    const unseen =
      (own: number): Answer =>
      ({ whom }) =>
        whom === 'candidate' ? measured({ cost: 9 }, { cost: own }) : measured({ cost: 10 }, { cost: 10 });
    expect(take(held, unseen(10)).decision.kind).toBe('keep');
    expect(take(held, unseen(10.1)).decision.kind).toBe('discard');
    const lost = take(held, ({ whom }) =>
      whom === 'candidate' ? measured({ cost: 9 }) : measured({ cost: 10 }, { cost: 10 }),
    );
    expect(lost.decision).toMatchObject({ kind: 'discard', reason: 'cost on unseen was not measured' });
  });
});

test('a slice that is answered by the ladder shows a loss as no change: only a gain in its pairs keeps', () => {
  const slice = {
    name: 'unseen',
    metric: 'cost',
    direction: 'minimize',
    tolerance: 5,
    items: 'fixed',
  } as const;
  const told = (answer: HeldOutSlice['answer'], own: number): Decision => {
    const heldOut = [{ ...slice, ...(answer && { answer }) }];
    const task = ruledTask({}, { slices: { visible: ['train'], heldOut } });
    return take(task, ({ whom }) =>
      whom === 'candidate' ? measured({ cost: 9 }, { cost: own }) : measured({ cost: 10 }, { cost: 10 }),
    ).decision;
  };
  // Exact answers tell a loss within the tolerance; the ladder's best again may hide any.
  expect(told(undefined, 10).kind).toBe('keep');
  expect(told({ kind: 'ladder', step: null }, 10)).toMatchObject({
    kind: 'discard',
    reason: expect.stringContaining('loses too much on cost on unseen') as string,
  });
  expect(told({ kind: 'ladder', step: null }, 9.9).kind).toBe('keep');
});

test('constraints hold in every single verdict', () => {
  const constraints = [{ slice: 'train', metric: 'memory', atLeast: 1, atMost: 100 }];
  const task = ruledTask({ constraints });
  const withMemory =
    (memory: (order: Ordered) => number): Answer =>
    (order) =>
      measured({ cost: order.whom === 'candidate' ? 9 : 10, memory: memory(order) });
  expect(
    take(
      task,
      withMemory(() => 100),
    ).decision.kind,
  ).toBe('keep');
  const once = take(
    task,
    withMemory(({ inputs }) => (inputs.endsWith('confirm-3') ? 101 : 50)),
  ).decision;
  expect(once).toMatchObject({
    kind: 'discard',
    reason: 'constraint: memory on train is 101, more than 100',
  });
  expect(
    take(
      task,
      withMemory(() => 0),
    ).decision.reason,
  ).toBe('constraint: memory on train is 0, less than 1');
  expect(take(task, ALWAYS).decision.reason).toBe('constraint: memory on train was not measured');
});

describe('rules of one stage', () => {
  const statistics = { alpha: 0.05, maximumPairs: null, remeasureEvery: 0 };
  const straight = (rule: Task['acceptance']['rule'], confirmations: number, confirmed = 0, more = {}) =>
    take(ruledTask({ rule, statistics: { ...statistics, ...more } }), ALWAYS, {
      history: { confirmations, confirmed },
    }).decision.test!;

  test.each([
    [0, 8],
    [9, 15],
    [99, 20],
    [699, 24],
  ])('alpha-spending after %i tests takes %i straight wins', (confirmations, pairs) => {
    expect(straight('alpha-spending', confirmations)).toMatchObject({
      pairs,
      confirmation: confirmations + 1,
    });
  });

  test('per-decision takes 7 at any time: 2^8-1 over 8 is over 20', () => {
    expect(straight('per-decision', 0).pairs).toBe(7);
    expect(straight('per-decision', 699).pairs).toBe(7);
  });

  test('uniform takes as many for the first as for the last, and keeps nothing after it', () => {
    // 700/0.05 = 14,000 lies between (2^17-1)/17 and (2^18-1)/18.
    const [first, last] = [0, 699].map((before) => straight('uniform', before, 0, { plannedTests: 700 }));
    expect(first!.pairs).toBe(17);
    expect(last!.pairs).toBe(17);
    const task = ruledTask({ rule: 'uniform', statistics: { ...statistics, plannedTests: 700 } });
    const after = take(task, ALWAYS, { history: { confirmations: 700, confirmed: 0 } });
    expect(after.decision).toMatchObject({ kind: 'inconclusive', comparisons: [] });
    expect(after.decision.test).toBeUndefined();
    expect(after.orders).toHaveLength(1);
    const { exhausted } = createAcceptance(task);
    const spent = (confirmations: number) =>
      exhausted!({ history: { confirmations, confirmed: 0 }, repeats: null });
    expect(spent(699)).toBeNull();
    expect(spent(700)).toMatch(/^every test .* has been made, .*: start a new run .* more evaluations/);
  });

  test('e-LOND takes less after keeps', () => {
    expect(straight('e-lond', 99, 0).pairs).toBe(20);
    // 30 keeps: alpha of the 100th test is 31 times as large, the threshold 90,776 / 31 = 2,928: 15 wins.
    expect(straight('e-lond', 99, 30).pairs).toBe(15);
  });

  test('too few pairs for a late test: said, and not measured', () => {
    const task = ruledTask({ rule: 'alpha-spending', statistics: { ...statistics, maximumPairs: 10 } });
    const { decision, orders } = take(task, ALWAYS, { history: { confirmations: 20, confirmed: 0 } });
    expect(decision.kind).toBe('inconclusive');
    expect(decision.reason).toContain('10 pairs are too few for test 21');
    expect(orders).toHaveLength(1);
  });
});

test('asked again with the same evidence, every rule answers the same and changes nothing', () => {
  for (const rule of ['two-stage', 'alpha-spending', 'e-lond', 'per-decision'] as const) {
    const coins = createRandom(rule);
    const task = ruledTask({ rule });
    const { decision, judgements, orders } = take(
      task,
      answering(() => coins.chance(0.7)),
    );
    const frozen = JSON.stringify(judgements);
    const answers = judgements.values();
    const again = take(task, () => answers.next().value!.verdict);
    expect(again.decision).toEqual(decision);
    expect(again.orders).toEqual(orders);
    expect(JSON.stringify(judgements)).toBe(frozen);
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  }
});
