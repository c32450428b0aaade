import type { Candidate } from '../kernel/candidate.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import { gain } from '../kernel/objective.ts';
import { screenedScore } from '../kernel/run-state.ts';
import type { Note } from './journal.ts';
import type { RunParts } from './run-parts.ts';

/** Two that were asked the same, one after the other. */
export interface JudgedPair {
  readonly first: JudgeReply;
  readonly second: JudgeReply;
}

/** Everything judged for one comparison outside any decision. */
export interface JudgedPairs {
  readonly pairs: readonly JudgedPair[];
  /** What is written down of it, in the order it was judged. */
  readonly notes: readonly Note[];
}

/**
 * Judges two on the same fresh visible inputs, pair by pair, in turn and in the order ABBA: what wears on the machine from
 * one judgement to the next falls on both alike.
 *
 * @param labelOf names the inputs of a pair, counted from 1
 */
export async function judgePairs(
  { judge }: RunParts,
  [first, second]: readonly [Candidate, Candidate],
  count: number,
  labelOf: (index: number) => string,
  signal: AbortSignal,
): Promise<JudgedPairs> {
  const pairs: JudgedPair[] = [];
  const notes: Note[] = [];
  const ask = async (candidate: Candidate, inputs: string): Promise<JudgeReply> => {
    const reply = await judge.judge({ candidate, mode: 'fresh', inputs, scope: 'visible', signal });
    const { verdict, observed } = reply;
    notes.push({ event: { type: 'repeat-judged', judged: candidate.number, verdict }, observed });
    return reply;
  };
  for (let index = 1; index <= count; index += 1) {
    const inputs = labelOf(index);
    if (index % 2 === 1) {
      const own = await ask(first, inputs);
      pairs.push({ first: own, second: await ask(second, inputs) });
    } else {
      const other = await ask(second, inputs);
      pairs.push({ first: await ask(first, inputs), second: other });
    }
  }
  return { pairs, notes };
}

/** The first objective of a reply; null when it did not pass. */
export function figureOf({ task }: RunParts, { verdict }: JudgeReply): number | null {
  return screenedScore(task, verdict);
}

/** Gains of the first over the second on the first objective, of the pairs that both passed. */
export function gainsOf(parts: RunParts, pairs: readonly JudgedPair[]): readonly number[] {
  const objective = parts.task.objectives[0]!;
  return pairs.flatMap(({ first, second }) => {
    const [own, other] = [figureOf(parts, first), figureOf(parts, second)];
    return own === null || other === null ? [] : [gain(objective, own, other)];
  });
}
