import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ARMS, taskOf } from '../../examples/self-modifying-agent-story/arms.ts';
import { EDITS } from '../../examples/self-modifying-agent/oracle/agent-oracle.ts';
import { surveyOf } from '../../examples/self-modifying-agent/oracle/enumerate.ts';
import { play } from '../../examples/self-modifying-agent/oracle/play.ts';
import { landscapeOf, TASK_NAMES, tasksOf } from '../../examples/self-modifying-agent/oracle/tasks.ts';
import { drawFrom } from '../../examples/self-modifying-agent/workspace/draw.ts';
import { edit } from '../../examples/self-modifying-agent/workspace/editor.ts';
import type { Subject } from '../../src/oracle/define.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { loadTask } from '../../src/task/load-task.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/self-modifying-agent');
const POINTS = 2 ** 20;

describe('the tasks', () => {
  it('are surveyed as looking at every point again says', () => {
    const { mean, deviation, optimum, drawn } = surveyOf(landscapeOf(TASK_NAMES.at(-1)!));
    const kept = tasksOf('unseen').at(-1)!.survey;
    const figures = [mean, deviation, optimum, ...drawn];
    for (const [index, before] of [kept.mean, kept.deviation, kept.optimum, ...kept.drawn].entries())
      expect(figures[index]).toBeCloseTo(before, 6);
  });

  it('say what the best of random draws comes to: B/(B+1) of the range where all values are as likely', () => {
    const { optimum, mean, drawn } = surveyOf((point) => point / (POINTS - 1));
    expect([optimum, mean]).toEqual([1, expect.closeTo(0.5, 9)]);
    expect(drawn[0]).toBeCloseTo(400 / 401, 4);
    expect(drawn[1]).toBeCloseTo(3000 / 3001, 4);
  });

  it('are 120 to train on and 120 held out of the same kinds, and 40 of kinds nobody trains on', () => {
    expect([tasksOf('training').length, tasksOf('held-out').length, tasksOf('unseen').length]).toEqual([
      120, 120, 40,
    ]);
    const kinds = (set: 'training' | 'held-out' | 'unseen'): readonly string[] => [
      ...new Set(tasksOf(set).map(({ family }) => family)),
    ];
    expect(kinds('held-out')).toEqual(kinds('training'));
    expect(kinds('unseen').filter((kind) => kinds('training').includes(kind))).toEqual([]);
  });
});

describe('a search', () => {
  const scoresOf = async (answer: (question: { values?: number[][] }) => unknown) => {
    let asked = 0;
    const subject: Subject = {
      ask: (question) => {
        asked += 1;
        return Promise.resolve({ kind: 'value', value: answer(question as never) as never });
      },
    };
    const tasks = tasksOf('training').filter((_, index) => index % 10 === 0);
    return { tasks, asked: () => asked, played: await play(subject, tasks, 400, createRandom('play')) };
  };

  it('by random draws is worth about what is expected of them: 0, cut off below', async () => {
    const draw = drawFrom(1);
    const points = (): number[] => Array.from({ length: 8 }, () => Math.floor(draw() * POINTS));
    const { played, asked } = await scoresOf(() => Array.from({ length: 12 }, points));
    if (played.kind === 'refused') throw new Error('refused');
    const mean = played.scores.reduce((sum, score) => sum + score, 0) / 12;
    expect(mean).toBeLessThan(0.25);
    expect(asked()).toBe(400 / 8);
  });

  it.each([
    ['a point too large', Array.from({ length: 12 }, () => Array.from({ length: 8 }, () => POINTS))],
    ['a half', Array.from({ length: 12 }, () => Array.from({ length: 8 }, () => 0.5))],
    ['one point too many', Array.from({ length: 12 }, () => Array.from({ length: 9 }, () => 1))],
    ['one task too few', Array.from({ length: 11 }, () => Array.from({ length: 8 }, () => 1))],
    ['nothing', null],
  ])('is refused that answers with %s', async (_, answer) => {
    expect((await scoresOf(() => answer)).played.kind).toBe('refused');
  });

  it('that keeps to one point learns nothing of where it stands: each judgement moves it', async () => {
    const seen = new Set<string>();
    for (const seed of ['a', 'b', 'c']) {
      const subject: Subject = {
        ask: (question) => {
          const { values } = question as { readonly values?: readonly number[][] };
          if (values !== undefined) seen.add(values[0]![0]!.toFixed(9));
          return Promise.resolve({ kind: 'value', value: [Array.from({ length: 8 }, () => 0)] });
        },
      };
      await play(subject, tasksOf('training').slice(0, 1), 400, createRandom(seed));
    }
    expect(seen.size).toBe(3);
  });
});

describe('the editor', () => {
  const files = Object.fromEntries(
    ['policy.ts', 'operators.ts', 'editor.ts'].map((path) => [
      path,
      readFileSync(join(EXAMPLE, 'workspace', path), 'utf8'),
    ]),
  );

  it('changes each of its files at some time, itself included, and answers the same for the same draws', () => {
    const changed = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const edited = edit(files, drawFrom(seed));
      expect(edit(files, drawFrom(seed))).toEqual(edited);
      for (const path of Object.keys(files)) if (edited[path] !== files[path]) changed.add(path);
    }
    expect([...changed].toSorted()).toEqual(Object.keys(files).toSorted());
  });

  it('changes something often enough to pass for one that works: but once in a million judgements', () => {
    const seeds = 2000;
    let idle = 0;
    for (let seed = 0; seed < seeds; seed += 1) {
      const edited = edit(files, drawFrom(seed));
      if (Object.keys(files).every((path) => edited[path] === files[path])) idle += 1;
    }
    expect((idle / seeds) ** EDITS).toBeLessThan(1e-6);
  });
});

describe('the example', () => {
  it.each(['dgm', 'fixed editor'])(
    'runs the arm %s and measures every slice',
    async (name) => {
      const directory = mkdtempSync(join(tmpdir(), 'fulcrum-agent-'));
      onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
      const arm = ARMS.find((one) => one.name === name)!;
      const { state } = await runTask(taskOf(loadTask(EXAMPLE), arm, '1', 2, 400), { directory });
      expect(state.spending.evaluations).toBe(2);
      for (const slice of ['training', 'held-out', 'unseen'])
        expect(metricOf(state.incumbent!.fresh, slice, 'score')).toBeGreaterThan(0);
    },
    60_000,
  );
});
