import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { summarise } from '../../examples/fulcrum-improves-fulcrum-story/judge-again.ts';
import { readFormula, readList } from '../../examples/fulcrum-improves-fulcrum/oracle/arithmetic.ts';
import { FIXED_COMMIT, fixedFulcrum } from '../../examples/fulcrum-improves-fulcrum/oracle/fixed-fulcrum.ts';
import { beginSearch, PROPOSALS, readAdvice } from '../../examples/fulcrum-improves-fulcrum/oracle/search.ts';
import {
  HELD_OUT_KINDS,
  shortestTour,
  TRAINING_KINDS,
} from '../../examples/fulcrum-improves-fulcrum/oracle/small-tasks.ts';
import { answer } from '../../examples/fulcrum-improves-fulcrum/workspace/answer.ts';
import { preference, WEIGHTS } from '../../examples/fulcrum-improves-fulcrum/workspace/policy.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';

const git = (...words: readonly string[]) =>
  spawnSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8' });

/** Only a clone that says it is shallow may lack the version that judges. */
const absent =
  git('rev-parse', '--is-shallow-repository').stdout.trim() === 'true' &&
  git('cat-file', '-e', `${FIXED_COMMIT}^{commit}`).status !== 0;
const note = absent
  ? ` (skipped: commit ${FIXED_COMMIT.slice(0, 7)} is not in this clone; git fetch --unshallow)`
  : '';
/** It is null in skipped tests alone. */
const fulcrum = absent ? null! : await fixedFulcrum();

describe('formulas', () => {
  const texts = [
    'return x + y * 2;',
    'return x < y ? Math.min(x, 1) : Math.max(y, -x);',
    'if (x > 0 && y <= 1 || !(x === y)) return Math.tanh(x); else return Math.abs(y) - 1;',
    'if (x >= y) { return Math.floor(x) * Math.sign(y); } return Math.exp(-(x ** 2)) + Math.round(y) + Math.ceil(x);',
    'return Math.sqrt(x) + Math.log(y);',
  ];

  it.each(texts)('mean what the language says: %s', (body) => {
    const read = readFormula(`export function f(x: number, y: number): number { ${body} }`)!;
    // oxlint-disable-next-line typescript/no-implied-eval -- the texts stand above: the language itself is the reference
    const run = new Function('x', 'y', body) as (x: number, y: number) => number;
    for (const x of [-2, -0.5, 0, 0.3, 1, 4])
      for (const y of [-1, 0, 0.3, 2]) expect(read([x, y])).toBe(run(x, y));
  });

  it.each([
    'while (true) {}',
    'return f(x, y);',
    'return globalThis;',
    'return process.exit(1);',
    'return Math.random();',
    'return Math.constructor(x);',
    'return constructor;',
    'return toString + x;',
    'return (() => 1)();',
    'return "1";',
    'return -x ** 0 + 7 % 4 - y / 8;',
  ])('with anything else are none: %s', (body) => {
    const read = readFormula(`export function f(x: number, y: number): number { ${body} }`);
    expect(read === null || Number.isNaN(read([1, 2]))).toBe(true);
  });

  it('may be lists of whole numbers', () => {
    expect(readList('export const list: number[] = [3, 0, 12];')).toEqual([3, 0, 12]);
    for (const text of [
      'export const list = [0.5];',
      'export const list = [x];',
      'const list = [1];',
      'export const list = 3;',
    ])
      expect(readList(text)).toBeNull();
  });
});

it('the shortest tour is that of all orders', () => {
  const random = createRandom('tour');
  const cities = Array.from({ length: 6 }, () => [random.next(), random.next()] as const);
  const distance = (from: number, to: number): number =>
    Math.hypot(cities[from]![0] - cities[to]![0], cities[from]![1] - cities[to]![1]);
  const orders = (left: readonly number[]): readonly (readonly number[])[] =>
    left.length === 0
      ? [[]]
      : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));
  const lengths = orders([1, 2, 3, 4, 5]).map((order) =>
    [0, ...order].reduce((sum, city, index, all) => sum + distance(city, all[(index + 1) % 6]!), 0),
  );
  expect(shortestTour(distance, 6)).toBeCloseTo(Math.min(...lengths), 12);
});

describe('the policy', () => {
  it.skipIf(absent)(`is at first what the fixed Fulcrum does with its bandit${note}`, () => {
    const { javascript, createDrafter } = fulcrum;
    const { defaults } = createDrafter(javascript);
    const own = javascript.operators.filter(
      ({ id }) => defaults.includes(id) && id !== javascript.crossover.id,
    );
    expect(WEIGHTS).toEqual(Object.fromEntries(own.map(({ id, weight }) => [id, weight])));
    expect([
      preference(0, 0),
      preference(0, 50),
      preference(1, 50),
      preference(100, 100),
      preference(0, 1e9),
    ]).toEqual([1, 0.5, 1, 8, 0.25]);
  });

  it.each([
    [null],
    [[]],
    [{ weights: [1], fading: 1, furtherMutation: 0 }],
    [{ weights: [0, 0], fading: 1, furtherMutation: 0 }],
    [{ weights: [1, -1], fading: 1, furtherMutation: 0 }],
    [{ weights: [1, NaN], fading: 1, furtherMutation: 0 }],
    [{ weights: [1, Infinity], fading: 1, furtherMutation: 0 }],
    [{ weights: [1, 1], fading: 2, furtherMutation: 0 }],
    [{ weights: [1, 1], fading: 1, furtherMutation: 1 }],
    [{ weights: [1, 1], fading: 1 }],
  ])('is refused that answers %j', (value) => expect(readAdvice(value as never, 2)).toBeNull());

  it.skipIf(absent)(`leads a search that ends, and the same one again${note}`, () => {
    const lead = (seed: string): number => {
      const search = beginSearch(TRAINING_KINDS[0]!(createRandom(seed)), fulcrum, seed);
      let made = 0;
      for (; !search.isOver(); made += 1) search.advance(answer([search.standing() as never])[0]!);
      expect(made).toBeLessThanOrEqual(PROPOSALS);
      return search.progress();
    };
    expect(lead('one')).toBe(lead('one'));
    expect(['a', 'b', 'c'].map(lead).some((progress) => progress > 0)).toBe(true);
  });

  it('has tasks that begin with an error, of every kind', () => {
    for (const draw of [...TRAINING_KINDS, ...HELD_OUT_KINDS]) {
      const task = draw(createRandom('task'));
      expect(task.errorOf(task.start)).toBeGreaterThan(0);
      expect(task.errorOf('export const nothing = null;')).toBeNull();
    }
  });
});

it('the sign test counts wins among pairs that differ', () => {
  // P(Bin(5, 1/2) >= 4) = 6/32.
  expect(summarise([1, 1, 1, 1, -1, 0])).toEqual({
    wins: 4,
    losses: 1,
    ties: 1,
    meanGain: 0.5,
    probability: 6 / 32,
  });
});

it.skipIf(absent)(
  `the example runs and measures both slices${note}`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fulcrum-policy-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const loaded = loadTask(join(import.meta.dirname, '../../examples/fulcrum-improves-fulcrum'));
    const { task } = overrideTask(loaded, { budget: { evaluations: 1, wallSeconds: null } });
    const exact = {
      ...loaded,
      task: Object.freeze({
        ...task,
        acceptance: { rule: 'exact', minimumGain: 0, simplicity: false } as const,
      }),
    };
    const { state } = await runTask(exact, { directory });
    for (const slice of ['searches', 'other-kinds'])
      expect(metricOf(state.baseline!.fresh, slice, 'progress')).toBeGreaterThan(0);
  },
  60_000,
);
