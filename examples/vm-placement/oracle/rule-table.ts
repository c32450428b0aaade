import type { CheckOutcome, Random, Subject } from 'fulcrum';
import { hostState, HOST_STATES, type ScoreTable } from './place.ts';
import { HOST, SIZES } from './trace.ts';

type Refused = { readonly kind: 'refused'; readonly outcome: CheckOutcome };
export type Asked = { readonly kind: 'table'; readonly table: ScoreTable } | Refused;
type Rows = { readonly kind: 'rows'; readonly rows: ReadonlyMap<number, Float64Array> } | Refused;

/**
 * Asks the candidate for its whole rule: it never sees a trace, so it cannot look ahead. Sizes are asked in an order of
 * their own each time and two of them again, so that a rule that remembers or counts is refused.
 */
export async function askRule(subject: Subject, random: Random): Promise<Asked> {
  const order = shuffled(random, SIZES.length);
  const first = await askRows(subject, order);
  if (first.kind === 'refused') return first;
  const again = order.slice(0, 2).toReversed();
  const second = await askRows(subject, again);
  if (second.kind === 'refused') return second;
  for (const size of again) {
    const [before, after] = [first.rows.get(size)!, second.rows.get(size)!];
    if (before.some((score, state) => score !== after[state]))
      return refused('asked again about the same machines, the rule answers differently');
  }
  return { kind: 'table', table: SIZES.map((_, size) => first.rows.get(size)!) };
}

async function askRows(subject: Subject, order: readonly number[]): Promise<Rows> {
  const sizes = order.map((size) => [SIZES[size]!.cores, SIZES[size]!.memory]);
  const answer = await subject.ask(sizes, HOST.cores, HOST.memory);
  if (answer.kind === 'threw') return refused(`the rule threw: ${answer.message}`);
  const scores = readScores(answer.value, order);
  if (scores === null) return refused('the answer is no score for each size and host it fits on');
  let next = 0;
  const rows = new Map<number, Float64Array>();
  for (const size of order) {
    const row = new Float64Array(HOST_STATES);
    for (const state of statesWithRoom(size)) row[state] = scores[next++]!;
    rows.set(size, row);
  }
  return { kind: 'rows', rows };
}

function readScores(value: unknown, order: readonly number[]): readonly number[] | null {
  const expected = order.reduce((sum, size) => sum + statesWithRoom(size).length, 0);
  if (!Array.isArray(value) || value.length !== expected) return null;
  const isScore = (score: unknown): boolean => typeof score === 'number' && !Number.isNaN(score);
  return value.every(isScore) ? (value as readonly number[]) : null;
}

/** States of hosts that a size fits on, in the order the candidate is asked to answer in. */
function statesWithRoom(size: number): readonly number[] {
  const { cores, memory } = SIZES[size]!;
  const states: number[] = [];
  for (let freeCores = cores; freeCores <= HOST.cores; freeCores += 1) {
    for (let freeMemory = memory; freeMemory <= HOST.memory; freeMemory += 1) {
      states.push(hostState(freeCores, freeMemory));
    }
  }
  return states;
}

function shuffled(random: Random, count: number): readonly number[] {
  const items = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}

function refused(reason: string): Refused {
  return { kind: 'refused', outcome: { status: 'fail', reason } };
}
