import type { CheckOutcome, Json, Random, Subject } from 'fulcrum';
import { BUDGETS, type PointBudget } from './enumerate.ts';
import { BITS } from './landscape.ts';
import type { OptimisationTask } from './tasks.ts';

/** Points the agent is asked for at a time on each task. */
const BATCH = 8;

export type Played =
  | { readonly kind: 'scores'; readonly scores: readonly number[] }
  | { readonly kind: 'refused'; readonly outcome: CheckOutcome };

/**
 * Lets the agent search on some tasks side by side. It sends points and learns their values; tasks and values are the
 * oracle's alone, so it can neither look into a task nor try more points than its budget has. Which of its bits stand
 * where, and which point its zero is, is drawn anew each time: a point it remembers is worth nothing.
 *
 * The score on a task is the best value found, from 0 for what as many random draws are expected to come to, to 1 for the
 * optimum.
 */
export async function play(
  subject: Subject,
  tasks: readonly OptimisationTask[],
  budget: PointBudget,
  random: Random,
): Promise<Played> {
  const masks = tasks.map(() => random.below(2 ** BITS));
  const turns = tasks.map(() => random.below(BITS));
  const best = tasks.map(() => -Infinity);
  const begin = {
    kind: 'begin',
    bits: tasks.map(() => BITS),
    batch: BATCH,
    budget,
    seed: random.below(2 ** 32),
  };
  let question: Json = begin;
  for (let tried = 0; tried < budget; tried += BATCH) {
    const answer = await subject.ask(question);
    if (answer.kind === 'threw') return refused(`the agent threw: ${answer.message}`);
    const points = readPoints(answer.value, tasks.length);
    if (points === null) return refused(`the answer is not ${BATCH} points of ${BITS} bits for each task`);
    const values = points.map((own, index) => {
      const { landscape, survey } = tasks[index]!;
      return own.map((point) => {
        const value = landscape(turned(point, turns[index]!) ^ masks[index]!);
        best[index] = Math.max(best[index]!, value);
        return (value - survey.mean) / survey.deviation;
      });
    });
    question = { kind: 'values', values };
  }
  return { kind: 'scores', scores: tasks.map(({ survey }, index) => scoreOf(best[index]!, survey, budget)) };
}

function scoreOf(best: number, { optimum, drawn }: OptimisationTask['survey'], budget: PointBudget): number {
  const chance = drawn[BUDGETS.indexOf(budget)]!;
  return Math.min(1, Math.max(0, (best - chance) / (optimum - chance)));
}

/** The bits moved up by some places, those at the top coming in below. */
function turned(point: number, by: number): number {
  return ((point << by) | (point >>> (BITS - by))) & (2 ** BITS - 1);
}

function readPoints(value: unknown, tasks: number): readonly (readonly number[])[] | null {
  if (!Array.isArray(value) || value.length !== tasks) return null;
  const isPoint = (point: unknown): boolean =>
    Number.isInteger(point) && (point as number) >= 0 && (point as number) < 2 ** BITS;
  const sound = value.every(
    (points: unknown) => Array.isArray(points) && points.length === BATCH && points.every(isPoint),
  );
  return sound ? (value as readonly (readonly number[])[]) : null;
}

function refused(reason: string): Played {
  return { kind: 'refused', outcome: { status: 'fail', reason } };
}
