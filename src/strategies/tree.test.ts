import { describe, expect, test } from 'vitest';
import type { ProposalOutcome, Selection } from '../kernel/contracts/strategy.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { createRandom } from '../kernel/random.ts';
import { createStrategy } from './index.ts';
import { decided, DOWN, measured, refused, scoredWith } from './testing/outcomes.ts';
import type { TreeState } from './tree.ts';

function begin(options: JsonObject = {}, baseline: number | null = 100) {
  const strategy = createStrategy({ kind: 'tree', options: { dropRefused: false, ...options } });
  const start = strategy.start(scoredWith({ number: 0 }, baseline), DOWN);
  const after = (...outcomes: readonly ProposalOutcome[]): Json => outcomes.reduce(strategy.observe, start);
  const select = (state: Json, number: number, seed = 'any'): Selection =>
    strategy.select(state, number, createRandom(seed));
  return { after, select };
}

const stage = (state: Json): number => (state as unknown as TreeState).stage;

/** What is selected for turn 99 over many streams, as `repair 3`, with how often. */
function tally(select: (seed: string) => Selection, draws: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let draw = 0; draw < draws; draw += 1) {
    const selection = select(`draw ${draw}`);
    const key =
      selection.kind === 'measure'
        ? `measure ${selection.candidate.number}`
        : `${selection.intent} ${selection.parents[0]!.number}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

describe('AIDE', () => {
  test('drafts five times, whatever the pipeline, and makes up for drafts that brought no candidate', () => {
    const { after, select } = begin();
    for (const number of [1, 2, 3, 4, 5])
      expect(select(after(), number)).toMatchObject({ intent: 'start', parents: [{ number: 0 }] });
    expect(select(after(), 6)).not.toMatchObject({ intent: 'start' });
    expect(select(after(refused(1)), 6)).toMatchObject({ intent: 'start' });
    expect(select(after(decided({ number: 1 }, null)), 6)).not.toMatchObject({ intent: 'start' });
  });

  test('then improves the best', () => {
    const { after, select } = begin({ debugProbability: 0 });
    const state = after(
      decided({ number: 1 }, 9),
      decided({ number: 2 }, 3),
      decided({ number: 3, parents: [2] }, 5),
    );
    expect(select(state, 9)).toMatchObject({ intent: 'vary', parents: [{ number: 2 }] });
  });

  test('drafts on where nothing passes', () => {
    const { after, select } = begin({ debugProbability: 0 }, null);
    expect(select(after(decided({ number: 1 }, null)), 9)).toMatchObject({ intent: 'start' });
  });

  test('repairs a failing leaf, drawn uniformly, half of the time', () => {
    const { after, select } = begin();
    const state = after(
      decided({ number: 1 }, 9),
      decided({ number: 2 }, null),
      decided({ number: 3 }, null),
      decided({ number: 4, parents: [3] }, null),
    );
    // 3 is no leaf any more. 1,000 draws: a half is 500 +- 15.8, a quarter 250 +- 13.7.
    const counts = tally((seed) => select(state, 99, seed), 1000);
    expect(Object.keys(counts).toSorted()).toEqual(['repair 2', 'repair 4', 'vary 1']);
    expect(Math.abs(counts['vary 1']! - 500)).toBeLessThan(4 * 15.8);
    expect(Math.abs(counts['repair 2']! - 250)).toBeLessThan(4 * 13.7);
  });

  test('a line of repairs ends past depth 3, counted from the last that passed', () => {
    const { after, select } = begin({ debugProbability: 1 });
    const line = [0, 1, 2, 3, 4, 5].map((parent) => decided({ number: parent + 1, parents: [parent] }, null));
    // Candidate 1 has depth 0, candidate 4 depth 3, candidate 5 depth 4.
    expect(select(after(...line.slice(0, 4)), 99)).toMatchObject({
      intent: 'repair',
      parents: [{ number: 4 }],
    });
    expect(select(after(...line.slice(0, 5)), 99)).toMatchObject({ intent: 'vary' });
    const mended = [...line.slice(0, 4), decided({ number: 5, parents: [4] }, 200)];
    const broken = decided({ number: 6, parents: [5] }, null);
    expect(select(after(...mended, broken), 99)).toMatchObject({
      intent: 'repair',
      parents: [{ number: 6 }],
    });
  });
});

describe('The AI Scientist-v2', () => {
  const options = { stages: 'ai-scientist', drafts: 3, debugProbability: 0, finalists: 2 };

  test('measures the finalists on fresh seeds, three times each, and the best mean wins', () => {
    const { after, select } = begin(options);
    const drafted = [decided({ number: 1 }, 7)];
    // The first stage is over with the first draft that passes; the baseline and it contend.
    expect(tally((seed) => select(after(...drafted), 2, seed), 5)).toEqual({ 'measure 1': 5 });
    expect(select(after(...drafted), 3)).toMatchObject({ kind: 'measure', candidate: { number: 0 } });
    const looks = [measured(2, 1, 300), measured(3, 0, 90), measured(4, 1, 5), measured(5, 0, 95)];
    expect(stage(after(...drafted, ...looks, measured(6, 1, 5)))).toBe(0);
    const done = after(...drafted, ...looks, measured(6, 1, 5), measured(7, 0, 85));
    // The means are 103.3 and 90: what looked better by 7 against 100 was luck.
    expect(stage(done)).toBe(1);
    expect(select(done, 8)).toMatchObject({ intent: 'vary', parents: [{ number: 0 }] });
  });

  test('a finalist that fails on a fresh seed does not win', () => {
    const { after, select } = begin(options);
    const looks = [2, 4, 6].map((turn) => measured(turn, 1, turn === 4 ? null : 1));
    const others = [3, 5, 7].map((turn) => measured(turn, 0, 100));
    const state = after(decided({ number: 1 }, 7), ...looks, ...others);
    expect(select(state, 8)).toMatchObject({ parents: [{ number: 0 }] });
  });

  test('tunes the same root, researches best-first, ablates the root, then goes on', () => {
    const { after, select } = begin({ ...options, seeds: 0 });
    const outcomes: ProposalOutcome[] = [decided({ number: 1 }, 50)];
    let number = 1;
    const run = (turns: number, score: (turn: number) => number): Selection[] =>
      Array.from({ length: turns }, (_, turn) => {
        number += 1;
        const selection = select(after(...outcomes), number);
        if (selection.kind !== 'propose') throw new Error('nothing is measured with seeds: 0');
        outcomes.push(decided({ number, parents: [selection.parents[0]!.number] }, score(turn)));
        return selection;
      });
    const parents = (selections: readonly Selection[]): (number | undefined)[] =>
      selections.map((selection) =>
        selection.kind === 'propose' ? selection.parents[0]!.number : undefined,
      );

    const tuning = run(12, (turn) => 40 - turn);
    expect(parents(tuning)).toEqual(Array(12).fill(1));
    // The last of them was the best, with 29, and is candidate 13.
    const research = run(12, (turn) => 28 - turn);
    expect(parents(research)).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    const ablations = run(18, () => 90);
    expect(parents(ablations)).toEqual(Array(18).fill(25));
    expect(
      ablations.every((selection) => selection.kind === 'propose' && selection.intent === 'ablate'),
    ).toBe(true);
    const endless = run(5, () => 95);
    expect(parents(endless)).toEqual(Array(5).fill(25));
    expect(endless.every((selection) => selection.kind === 'propose' && selection.intent === 'vary')).toBe(
      true,
    );
  });

  test('a first stage in which no draft passes ends after its twenty turns', () => {
    const { after } = begin({ ...options, seeds: 0 });
    const failures = Array.from({ length: 20 }, (_, index) => decided({ number: index + 1 }, null));
    expect(stage(after(...failures.slice(1)))).toBe(0);
    expect(stage(after(...failures))).toBe(1);
  });
});

test('stages of one’s own carry their focus', () => {
  const { after, select } = begin({
    drafts: 0,
    debugProbability: 0,
    stages: [{ name: 'tables', turns: 2, focus: ['table.ts'] }],
  });
  expect(select(after(), 1)).toMatchObject({ focus: ['table.ts'] });
  expect(select(after(refused(1), refused(2)), 3)).not.toHaveProperty('focus');
});

test('one that turns out not to pass is improved no more, but may be repaired', () => {
  const { after, select } = begin({ drafts: 0, debugProbability: 1 });
  const state = after(decided({ number: 1 }, 5), decided({ number: 1 }, null));
  expect(select(state, 9)).toMatchObject({ intent: 'repair', parents: [{ number: 1 }] });
});

test.each([
  [{ debugProbability: 1.5 }, 'debugProbability'],
  [{ stages: [] }, 'stages'],
  [{ stages: 'ai' }, 'stages'],
  [{ finalists: 0 }, 'finalists'],
])('refuses the impossible %o', (options, field) => {
  expect(() => createStrategy({ kind: 'tree', options })).toThrow(
    new RegExp(`^FULCRUM_E_TASK_INVALID.*${field}`),
  );
});
