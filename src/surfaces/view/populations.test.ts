import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { emptyRunState, foldRun } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import { keepRunSnapshot } from '../../loop/run-snapshot.ts';
import { createSearch } from '../../loop/search.ts';
import { syntheticTask } from '../../report/testing/synthetic-run.ts';
import { createStrategy } from '../../strategies/index.ts';
import { packageVersion } from '../version.ts';
import type { Populations, SearchReply } from './protocol.ts';
import { openAsked } from './testing/asking.ts';
import type { SmallRun } from './testing/small-run.ts';
import { smallRun } from './testing/small-run.ts';

async function served(change: Partial<Task> = {}) {
  const run = smallRun(undefined, undefined, change);
  const asked = await openAsked([run.directory]);
  onTestFinished(async () => {
    await asked.close();
    run.ledger.close();
    rmSync(run.directory, { recursive: true });
  });
  const [card] = await asked.get<readonly { readonly id: string }[]>('/api/runs');
  const of = <Reply>(rest: string): Promise<Reply> => asked.get<Reply>(`/api/runs/${card!.id}/${rest}`);
  return { run, of };
}

test('tells what the strategy remembers, up to the last decision', async () => {
  const { run, of } = await served();
  const numbers = ({ islands }: Populations): number[][] =>
    islands.map((members) => members.map(({ number }) => number));
  const start = await of<Populations>('populations');
  expect(start).toMatchObject({ strategy: 'evolve', decided: 0, closed: null, axes: [], front: null });
  // Evolution has four islands, and each begins with the baseline.
  expect(numbers(start)).toEqual([[0], [0], [0], [0]]);

  run.decide(1, 4, 'one better\n', 'keep');
  run.decide(2, 6, 'one worse\n');
  const later = await of<Populations>('populations');
  expect(later.decided).toBe(2);
  expect(numbers(later)[1]).toEqual([1, 0]);
  expect(numbers(later)[2]).toEqual([0, 2]);
  expect(later.islands[1]![0]).toMatchObject({ score: 4, cell: [], cluster: null, guest: false });
});

test('begins anew from a snapshot when what it remembers is far behind', async () => {
  const { run, of } = await served();
  run.decide(1, 4, 'one better\n', 'keep');
  expect((await of<Populations>('populations')).decided).toBe(1);
  const resumed = { type: 'run-resumed', budget: syntheticTask('evolve', 'one').budget } as const;
  run.append(...Array.from({ length: 10_001 }, () => resumed));
  keepSnapshot(run);
  run.decide(2, 6, 'one worse\n');
  const { closed, decided, islands } = await of<Populations>('populations');
  expect({ closed, decided }).toEqual({ closed: null, decided: 2 });
  expect(islands[2]!.map(({ number }) => number)).toEqual([0, 2]);
});

/** As the loop does it after some of its entries. */
function keepSnapshot({ ledger }: SmallRun): void {
  const task = syntheticTask('evolve', 'one');
  const search = createSearch({ task, strategy: createStrategy(task.strategy), proposers: [] });
  let state = emptyRunState;
  for (const entry of ledger.entries()) {
    const before = state;
    state = foldRun(before, entry.event);
    search.observe(entry, before, state);
  }
  const parts = { run: state, search: search.memory(), elapsedMilliseconds: 0 };
  keepRunSnapshot(ledger, packageVersion(), parts);
}

test('finds candidates by what was said of them', async () => {
  const { run, of } = await served();
  run.decide(1, 4, 'one better\n', 'keep');
  run.decide(2, 6, 'one worse\n');
  const find = (text: string): Promise<SearchReply> => of(`search?text=${encodeURIComponent(text)}`);
  expect(await find('NUMBER 2')).toEqual({ numbers: [2], cut: false });
  expect(await find('number')).toEqual({ numbers: [1, 2], cut: false });
  expect(await find('')).toEqual({ numbers: [], cut: false });
});

test('names the axes of a grid, and the cell of each elite', async () => {
  const dimensions = [
    { of: 'size', bins: 10, range: [0, 100] },
    { slice: 'train', metric: 'excess' },
  ];
  const { run, of } = await served({ strategy: { kind: 'map-elites', options: { islands: 1, dimensions } } });
  run.decide(1, 4, 'x'.repeat(45), 'keep');
  const { axes, islands } = await of<Populations>('populations');
  // Where no range is given, it reaches to twice the baseline's 5.
  expect(axes).toEqual([
    { name: 'size', low: 0, high: 100, bins: 10 },
    { name: 'excess on train', low: 0, high: 10, bins: 10 },
  ]);
  expect(islands[0]!.map(({ number, cell }) => [number, cell])).toEqual([
    [1, [4, 4]],
    [0, [1, 5]],
  ]);
});

test('tells who holds which instance', async () => {
  const { run, of } = await served({ strategy: { kind: 'pareto', options: { minibatch: 0 } } });
  run.decide(1, 4, 'one better\n', 'keep');
  const { instances } = await of<Populations>('populations');
  expect(instances).toEqual([{ name: 'train: excess', best: 4, holders: [1] }]);
});

test('with several objectives tells the front, also of a strategy that keeps nothing', async () => {
  const both = ['train', 'weibull'].map((slice) => ({
    metric: 'excess',
    slice,
    direction: 'minimize' as const,
    unit: '%',
    target: null,
    required: null,
  }));
  const { run, of } = await served({ objectives: both, strategy: { kind: 'sequential', options: {} } });
  run.decide(1, 4, 'one better\n', 'keep');
  run.decide(2, 6, 'one worse\n');
  const { front, islands, closed } = await of<Populations>('populations');
  expect({ islands, closed }).toEqual({ islands: [], closed: null });
  expect(front).toMatchObject({ incumbent: 1, front: [{ number: 1, values: [4, 4], kept: true }] });
  expect(front!.others.map(({ number }) => number)).toEqual([0, 2]);
});
