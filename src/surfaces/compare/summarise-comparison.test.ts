import { describe, expect, test } from 'vitest';
import type { HeldOutSlice } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { defineTask } from '../../task/define-task.ts';
import { comparisonMarkdown, conclusion } from '../cli/compare-text.ts';
import type { ComparedRun } from './compared-run.ts';
import type { ComparisonSummary } from './summarise-comparison.ts';
import { summariseComparison } from './summarise-comparison.ts';

const { task: TASK } = defineTask(
  {
    name: 'tiny',
    workspace: { editable: ['double.ts'] },
    subject: { kind: 'node', module: 'double.ts', export: 'double' },
    oracle: { module: 'oracle.ts' },
    objective: { metric: 'error', slice: 'known', direction: 'minimize', unit: '%' },
    slices: { visible: ['known'], heldOut: [{ name: 'unseen', metric: 'error', tolerance: 0 }] },
    budget: { evaluations: 10 },
  },
  '/nowhere',
);

const verdict = (known: number | null): Verdict => ({
  status: known === null ? 'fail' : 'pass',
  mode: 'fresh',
  inputs: 'comparison',
  checks: ['known', 'unseen'].map((slice, index) => ({
    check: slice,
    slice,
    visibility: index === 0 ? 'visible' : 'held-out',
    grade: 'held-out',
    status: known === null ? 'fail' : 'pass',
    metrics: known === null ? {} : { error: known + index },
    reason: null,
    evidence: null,
    questions: 1,
    transcript: '',
  })),
  reason: null,
  sandbox: { level: 1, mechanism: 'test', profile: '' },
});

/** Runs with these final errors, each found at the third evaluation, by strategy. */
function summary(
  errors: { readonly [strategy: string]: readonly (number | null)[] },
  reach: number | null = null,
  task = TASK,
): ComparisonSummary {
  const seeds = Object.values(errors)[0]!.map((_, index) => String(index + 1));
  const told = Object.entries(errors).flatMap(([strategy, finals]) =>
    finals.map((final, index) => ({ strategy, final, seed: seeds[index]! })),
  );
  const provenance = { proposer: 'mutation', operator: '', summary: '' };
  const candidate = { number: 1, tree: '', parents: [0], size: 1, provenance };
  const runs = told.map(({ strategy, seed, final }): ComparedRun => ({
    strategy,
    seed,
    directory: '',
    reason: 'budget-evaluations',
    evaluations: 10,
    progress: [
      { evaluations: 0, score: 9 },
      { evaluations: 3, score: final },
    ],
    baseline: candidate,
    winner: candidate,
  }));
  const order = { task, evaluations: 10, seeds, notApplicable: [], reach, level: 0.05 };
  return summariseComparison(order, runs, {
    baseline: verdict(9),
    winners: told.map(({ final }) => verdict(final)),
  });
}

const of = ({ strategies }: ComparisonSummary, strategy: string): ComparisonSummary['strategies'][number] =>
  strategies.find((each) => each.strategy === strategy)!;

describe('a summary', () => {
  test('has the best first, with medians, ranks and wins as the direction has it', () => {
    const found = summary({ random: [5, 6, 7], greedy: [1, 2, 3], sequential: [4, 8, 9] });
    expect(found.strategies.map(({ strategy }) => strategy)).toEqual(['greedy', 'random', 'sequential']);
    expect(of(found, 'greedy').figures.map(({ median }) => median)).toEqual([2, 3]);
    expect(found.strategies.map(({ meanRank }) => meanRank)).toEqual([1, 7 / 3, 8 / 3]);
    expect(of(found, 'greedy').wins).toEqual([0.5, 1, 1]);
    expect(of(found, 'random').wins).toEqual([0, 0.5, 6 / 9]);
  });

  test('names what beats random: five seeds that are all better, of two rivals', () => {
    const found = summary({ random: [5, 6, 7, 8, 9], greedy: [0, 1, 2, 3, 4], sequential: [5, 6, 7, 8, 9] });
    expect(of(found, 'greedy').test!.adjusted).toBeCloseTo(2 / 252, 12);
    expect(of(found, 'sequential').test!.beats).toBe(false);
    expect(of(found, 'random').test).toBeNull();
    expect(conclusion(found)).toBe('Better than random at the level 0.05: greedy.');
  });

  test('says when nothing does, and when nothing could', () => {
    const five = { random: [5, 6, 7, 8, 9], greedy: [0, 6, 7, 8, 9] };
    expect(conclusion(summary(five))).toBe('Nothing beats random at the level 0.05.');
    expect(conclusion(summary({ random: [5, 6], greedy: [1, 2] }))).toMatch(
      /With 2 seeds nothing could.*0\.167/,
    );
  });

  test('a winner that failed is worse than any other, and named so', () => {
    const found = summary({ random: [5, 6, 7], greedy: [1, null, null] });
    expect(of(found, 'greedy').figures[0]!.median).toBe(Infinity);
    expect(
      of(found, 'greedy').wins[found.strategies.findIndex(({ strategy }) => strategy === 'random')],
    ).toBeCloseTo(1 / 3, 12);
    expect(comparisonMarkdown(found)).toContain('| greedy | failed (1 to failed) |');
  });

  test('counts evaluations to a value: to what random comes to, or as asked for', () => {
    const errors = { random: [5, 6, 7], greedy: [1, 8, 8.5] };
    expect(summary(errors).goal).toEqual({ value: 6, from: 'control' });
    expect(of(summary(errors), 'random').reached).toEqual({ runs: 2, evaluations: 3 });
    expect(of(summary(errors), 'greedy').reached).toEqual({ runs: 1, evaluations: null });
    expect(of(summary(errors, 9), 'greedy').reached).toEqual({ runs: 3, evaluations: 0 });
  });

  test('says which held-out slices it read outside the accounts of the runs, and leaves final ones alone', () => {
    const counted = (heldOut: readonly HeldOutSlice[]): string =>
      comparisonMarkdown(
        summary({ random: [5], greedy: [1] }, null, {
          ...TASK,
          slices: { ...TASK.slices, heldOut: [...TASK.slices.heldOut, ...heldOut] },
        }),
      );
    const slice = { metric: 'error', direction: 'minimize', tolerance: 0 } as const;
    const plain = counted([]);
    expect(plain).toContain('asked in none of them.');
    expect(plain).not.toContain('outside the accounts');
    expect(counted([{ ...slice, name: 'supply', reads: 5 }])).toMatch(
      /asked in none of them\.\n- supply was read once more for every winner, outside the accounts of the runs\.\n/,
    );
    expect(counted([{ ...slice, name: 'exam', items: 'fixed' }])).toMatch(
      /asked in none of them, but for fixed items\.\n- exam was read .* these very items: optimistic/,
    );
    expect(counted([{ ...slice, name: 'last', final: true }])).toBe(plain);
  });

  test('is a document of tables', () => {
    const document = comparisonMarkdown(summary({ random: [5, 6, 7], greedy: [1, 2, 3] }));
    expect(document).toContain('| strategy | known % | unseen % (held out) |\n| --- | ---: | ---: |');
    expect(document).toContain('| greedy | 2 (1 to 3) | 3 (2 to 4) |');
    expect(document).toContain('| (baseline) | 9 | 10 |');
  });
});
