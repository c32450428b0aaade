import type { CheckContext, CheckOutcome, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { PointBudget } from './enumerate.ts';
import { shuffled } from './landscape.ts';
import { play } from './play.ts';
import type { OptimisationTask, TaskSet } from './tasks.ts';
import { tasksOf } from './tasks.ts';

/** Of the 120 there are to train on: which ones is drawn for each set of inputs. */
const TRAINED_ON = 24;
/** Changes an agent is asked for: the first agent's come to nothing in 28 of 100, so that four would fail it now and then. */
export const EDITS = 16;
/** How many characters a file of it may grow to. */
const LONGEST_FILE = 16_384;

/** Judges an agent: it must be able to change itself, then it searches. */
export function agentOracle(budget: PointBudget): Oracle {
  return defineOracle({
    checks: [
      {
        name: 'changes its own files',
        slice: 'editor',
        visibility: 'visible',
        inspects: true,
        run: changesItself,
      },
      {
        name: 'searches on training tasks',
        slice: 'training',
        visibility: 'visible',
        run: ({ subject, random }) => {
          const tasks = shuffled(tasksOf('training'), random).slice(0, TRAINED_ON);
          return searches(subject, tasks, budget, random);
        },
      },
      heldOut('searches on tasks of the same kinds', 'held-out', budget),
      heldOut('searches on tasks of other kinds', 'unseen', budget),
    ],
  });
}

function heldOut(
  name: string,
  set: TaskSet,
  budget: PointBudget,
): Parameters<typeof defineOracle>[0]['checks'][number] {
  return {
    name,
    slice: set,
    visibility: 'held-out',
    run: ({ subject, random }) => searches(subject, tasksOf(set), budget, random),
  };
}

/** The mean score, with the mean of each family as evidence. */
async function searches(
  subject: CheckContext['subject'],
  tasks: readonly OptimisationTask[],
  budget: PointBudget,
  random: CheckContext['random'],
): Promise<CheckOutcome> {
  const played = await play(subject, tasks, budget, random);
  if (played.kind === 'refused') return played.outcome;
  const families = Map.groupBy(tasks.keys(), (index) => tasks[index]!.family);
  const evidence = Object.fromEntries(
    [...families].map(([family, own]) => [family, mean(own.map((index) => played.scores[index]!))]),
  );
  return { status: 'pass', metrics: { score: mean(played.scores) }, evidence };
}

/**
 * As HyperAgents ask of theirs that they still load: without an editor that works an agent has no children. Its answers
 * are looked at as texts; whether they are better agents is seen when they are judged.
 */
async function changesItself({ subject, files, random }: CheckContext): Promise<CheckOutcome> {
  const own = files.candidate.paths.filter((path) => files.isEditable(path));
  const texts = Object.fromEntries(own.map((path) => [path, files.candidate.text(path)!]));
  let changed = 0;
  for (let asked = 0; asked < EDITS; asked += 1) {
    const answer = await subject.ask({ kind: 'edit', files: texts, seed: random.below(2 ** 32) });
    if (answer.kind === 'threw') return { status: 'fail', reason: `the editor threw: ${answer.message}` };
    const edited = answer.value as { readonly [path: string]: unknown } | null;
    const isText = (path: string): boolean =>
      typeof edited?.[path] === 'string' && edited[path].length <= LONGEST_FILE;
    if (!own.every(isText))
      return { status: 'fail', reason: 'the editor answers with something else than files' };
    if (own.some((path) => edited![path] !== texts[path])) changed += 1;
  }
  if (changed === 0) return { status: 'fail', reason: `the editor changed nothing, asked ${EDITS} times` };
  return { status: 'pass', metrics: { changed } };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
