import type { CheckOutcome, Random, Subject } from 'fulcrum';
import type { ScoreTable } from './pack.ts';

type Refused = { readonly kind: 'refused'; readonly outcome: CheckOutcome };
export type Asked = { readonly kind: 'table'; readonly table: ScoreTable } | Refused;
type Rows = { readonly kind: 'rows'; readonly rows: ReadonlyMap<number, readonly number[]> } | Refused;

/**
 * Asks the candidate for its whole rule. A rule is a function of item and room alone, so the oracle needs no more than
 * its table, and the candidate never sees an instance: it cannot look ahead. Sizes are asked in an order of their own
 * each time and some of them twice, so that a rule that remembers or counts is refused.
 */
export async function askRule(subject: Subject, random: Random, capacity: number): Promise<Asked> {
  const items = shuffled(random, capacity);
  const again = items.slice(0, 5).toReversed();
  const first = await askRows(subject, items, capacity);
  if (first.kind === 'refused') return first;
  const second = await askRows(subject, again, capacity);
  if (second.kind === 'refused') return second;
  const changed = again.find((item) => !sameRow(first.rows.get(item)!, second.rows.get(item)!));
  if (changed !== undefined)
    return refused(`asked again about items of size ${changed}, the rule answers differently`);
  const table = Array.from({ length: capacity + 1 }, (_, item) => {
    const scores = new Float64Array(capacity + 1);
    scores.set(first.rows.get(item) ?? [], item);
    return scores;
  });
  return { kind: 'table', table };
}

/** The scores of each item, from a room of its own size to an empty bin. */
async function askRows(subject: Subject, items: readonly number[], capacity: number): Promise<Rows> {
  const answer = await subject.ask(items, capacity);
  if (answer.kind === 'threw') return refused(`the rule threw: ${answer.message}`);
  const scores: unknown = answer.value;
  const expected = items.reduce((sum, item) => sum + capacity - item + 1, 0);
  if (!Array.isArray(scores) || scores.length !== expected)
    return refused(`the answer is not ${expected} scores`);
  const strange: unknown = scores.find((score: unknown) => typeof score !== 'number' || Number.isNaN(score));
  if (strange !== undefined) return refused(`a score is ${JSON.stringify(strange)}, not a number`);
  const rows = new Map<number, readonly number[]>();
  let position = 0;
  for (const item of items) {
    rows.set(item, (scores as readonly number[]).slice(position, (position += capacity - item + 1)));
  }
  return { kind: 'rows', rows };
}

function sameRow(left: readonly number[], right: readonly number[]): boolean {
  return left.every((score, index) => score === right[index]);
}

function shuffled(random: Random, count: number): readonly number[] {
  const items = Array.from({ length: count }, (_, index) => index + 1);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}

function refused(reason: string): Refused {
  return { kind: 'refused', outcome: { status: 'fail', reason } };
}
