import { describe, expect, test } from 'vitest';
import type { StatisticsSource } from '../kernel/acceptance-source.ts';
import type { Task } from '../kernel/task.ts';
import { candidateWith, OBJECTIVE, taskWith, verdictWith } from '../kernel/testing/fixtures.ts';
import { createAcceptance } from './index.ts';
import { measured, ruledTask, takeDecision } from './testing/deciding.ts';

const STATISTICS = { alpha: 0.05, maximumPairs: null, remeasureEvery: 0 };
const SCREENING = { ...STATISTICS, screenPairs: 20, screenThreshold: 4 };

describe('parameters under which nothing could be promised or kept are refused', () => {
  test.each<[string, Task['acceptance']['rule'], StatisticsSource | undefined, string]>([
    ['no statistics', 'two-stage', undefined, 'acceptance.statistics'],
    ['alpha 0', 'per-decision', { ...STATISTICS, alpha: 0 }, 'acceptance.alpha'],
    ['alpha 1', 'e-lond', { ...STATISTICS, alpha: 1 }, 'acceptance.alpha'],
    ['alpha that is no number', 'e-lond', { ...STATISTICS, alpha: Number.NaN }, 'acceptance.alpha'],
    ['uniform without a number of tests', 'uniform', STATISTICS, 'acceptance.rule'],
    ['no screening', 'two-stage', STATISTICS, 'acceptance.screenThreshold'],
    ['a threshold of 1', 'two-stage', { ...SCREENING, screenThreshold: 1 }, 'acceptance.screenThreshold'],
    // (2^4 - 1) / 4 = 3.75 is less than 4, (2^8 - 1) / 8 = 31.9 less than 40.5.
    ['3 pairs to reach 4', 'two-stage', { ...SCREENING, screenPairs: 3 }, 'acceptance.screenPairs'],
    [
      '7 pairs to reach 40.5',
      'alpha-spending',
      { ...STATISTICS, maximumPairs: 7 },
      'acceptance.maximumPairs',
    ],
    ['no pairs', 'per-decision', { ...STATISTICS, maximumPairs: 0 }, 'acceptance.maximumPairs'],
  ])('%s', (_, rule, statistics, where) => {
    const task = taskWith({
      acceptance: {
        rule,
        minimumGain: 0,
        simplicity: false,
        ...(statistics === undefined ? {} : { statistics }),
      },
    });
    expect(() => createAcceptance(task)).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining({ code: 'FULCRUM_E_TASK_INVALID', where }) as unknown,
      }),
    );
  });

  test('the least that works', () => {
    for (const [rule, statistics] of [
      ['two-stage', { ...SCREENING, screenPairs: 4, maximumPairs: 8 }],
      ['alpha-spending', { ...STATISTICS, maximumPairs: 8 }],
      ['per-decision', { ...STATISTICS, maximumPairs: 7 }],
    ] as const) {
      expect(createAcceptance(ruledTask({ rule, statistics })).id).toBe(rule);
    }
  });
});

describe('exact and greedy', () => {
  const second = { ...OBJECTIVE, metric: 'bytes' };
  const figures = { cost: 10, bytes: 100, memory: 50 };
  const baseline = { candidate: candidateWith({ number: 0 }), ...both(figures) };

  function both(metrics: { readonly [metric: string]: number }) {
    const verdict = verdictWith(measured(metrics));
    return { screened: verdict, fresh: verdict };
  }

  function kindsOf(acceptance: Partial<Task['acceptance']>, own: Partial<typeof figures>): readonly string[] {
    return (['exact', 'greedy'] as const).map((rule) => {
      const task = ruledTask({ ...acceptance, rule }, { objectives: [OBJECTIVE, second] });
      const answer = ({ whom }: { readonly whom: string }) =>
        measured(whom === 'candidate' ? { ...figures, ...own } : figures);
      return takeDecision(createAcceptance(task), answer, { baseline, incumbent: baseline }).decision.kind;
    });
  }

  test.each<[string, Partial<typeof figures>, string, string]>([
    ['both better', { cost: 9, bytes: 99 }, 'keep', 'keep'],
    ['one better, one equal', { bytes: 99 }, 'keep', 'keep'],
    ['the first better, the second worse', { cost: 9, bytes: 101 }, 'keep', 'discard'],
    ['the second better, the first worse', { cost: 11, bytes: 1 }, 'discard', 'discard'],
    ['equal', {}, 'discard', 'discard'],
  ])('objectives in order and together: %s', (_, own, inOrder, together) => {
    expect(kindsOf({}, own)).toEqual([inOrder, inOrder]);
    expect(kindsOf({ objectives: 'pareto' }, own)).toEqual([together, together]);
  });

  test('a front takes the minimum gain on the first objective, or a gain on another', () => {
    const acceptance = { objectives: 'pareto', minimumGain: 2 } as const;
    expect(kindsOf(acceptance, { cost: 9 })).toEqual(['discard', 'discard']);
    expect(kindsOf(acceptance, { cost: 9, bytes: 99 })).toEqual(['keep', 'keep']);
    expect(kindsOf(acceptance, { cost: 8 })).toEqual(['keep', 'keep']);
  });

  test('guards and constraints', () => {
    const guards = [{ slice: 'train', metric: 'memory', direction: 'minimize', margin: 5 }] as const;
    expect(kindsOf({ guards }, { cost: 9, memory: 55 })).toEqual(['keep', 'keep']);
    expect(kindsOf({ guards }, { cost: 9, memory: 56 })).toEqual(['discard', 'discard']);
    const constraints = [{ slice: 'train', metric: 'memory', atLeast: null, atMost: 40 }];
    expect(kindsOf({ constraints }, { cost: 9, memory: 40 })).toEqual(['keep', 'keep']);
    expect(kindsOf({ constraints }, { cost: 9, memory: 41 })).toEqual(['discard', 'discard']);
  });

  test('greedy measures once, and never the incumbent', () => {
    const rule = createAcceptance(ruledTask({ rule: 'greedy' }));
    const { decision, orders } = takeDecision(rule, () => measured({ cost: 9 }));
    expect(decision).toMatchObject({ kind: 'keep', rule: 'greedy' });
    expect(decision.test).toBeUndefined();
    expect(orders.map(({ whom, inputs }) => `${whom} ${inputs}`)).toEqual([
      'candidate screening',
      'candidate decision-7',
    ]);
  });

  test('greedy believes shared processes no more than the others do', () => {
    const rule = createAcceptance(ruledTask({ rule: 'greedy' }));
    const { decision } = takeDecision(rule, ({ mode }) => measured({ cost: mode === 'screened' ? 1 : 11 }), {
      screenable: true,
    });
    expect(decision.kind).toBe('discard');
  });
});
