import { readFileSync } from 'node:fs';
import { createRandom } from '../../../src/kernel/random.ts';
import type { Survey } from './enumerate.ts';
import type { Family, Landscape } from './landscape.ts';
import { drawLandscape, FAMILIES } from './landscape.ts';

/** A landscape with all there is to know of it. `survey` is kept in `data/surveys.json`, made by `write-surveys.ts`. */
export interface OptimisationTask {
  readonly family: Family;
  readonly landscape: Landscape;
  readonly survey: Survey;
}

/** `unseen` are tasks of two families that are not among those trained on. */
export type TaskSet = 'training' | 'held-out' | 'unseen';

/** A name that a landscape is drawn from. */
export interface TaskName {
  readonly set: TaskSet;
  readonly family: Family;
  readonly index: number;
}

const TRAINED = FAMILIES.slice(0, 4);
const UNSEEN = FAMILIES.slice(4);

/** 120 tasks to train on, 120 held out from the same four families, and 40 from the two others. */
export const TASK_NAMES: readonly TaskName[] = [
  ...namesIn('training', TRAINED, 30),
  ...namesIn('held-out', TRAINED, 30),
  ...namesIn('unseen', UNSEEN, 20),
];

function namesIn(set: TaskSet, families: readonly Family[], each: number): readonly TaskName[] {
  return families.flatMap((family) => Array.from({ length: each }, (_, index) => ({ set, family, index })));
}

export function landscapeOf({ set, family, index }: TaskName): Landscape {
  return drawLandscape(family, createRandom(`${set} ${family} ${index}`));
}

let known: ReadonlyMap<TaskSet, readonly OptimisationTask[]> | null = null;

/** The tasks of one set, in the order of their names. */
export function tasksOf(set: TaskSet): readonly OptimisationTask[] {
  known ??= Map.groupBy(surveyed(), (task) => task.set);
  return known.get(set)!;
}

function surveyed(): readonly (OptimisationTask & TaskName)[] {
  const text = readFileSync(new URL('../data/surveys.json', import.meta.url), 'utf8');
  const surveys = JSON.parse(text) as readonly (readonly [number, number, number, number, number])[];
  return TASK_NAMES.map((name, index) => {
    const [mean, deviation, optimum, ...drawn] = surveys[index]!;
    return { ...name, landscape: landscapeOf(name), survey: { mean, deviation, optimum, drawn } };
  });
}
