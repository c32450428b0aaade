import type { CheckOutcome, Random, Subject } from 'fulcrum';
import type { ScoreTable } from './pack.ts';

export type Asked = { readonly kind: 'table'; readonly table: ScoreTable } | { readonly kind: 'refused'; readonly outcome: CheckOutcome };

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
  if (changed !== undefined) return refused(`asked again about items of size ${changed}, the rule answers differently`);
  const table = Array.from({ length: capacity + 1 }, (_, item) => [0, ...(first.rows.get(item) ?? [])]);
  return { kind: 'table', table };
}

type Rows = { readonly kind: 'rows'; readonly rows: ReadonlyMap<number, readonly number[]> } | (Asked & { kind: 'refused' });

async function askRows(subject: Subject, items: readonly number[], capacity: number): Promise<Rows> {
  const answer = await subject.ask(items, capacity);
  if (answer.kind === 'threw') return refused(`the rule threw: ${answer.message}`);
  const { value } = answer;
  if (!Array.isArray(value) || value.length !== items.length) return refused('the answer is not one row an item');
  const rows = new Map<number, readonly number[]>();
  for (const [index, item] of items.entries()) {
    const row: unknown = value[index];
    if (!isRow(row, item, capacity)) return refused(`the row for items of size ${item} is not numbers for every room`);
    rows.set(item, row);
  }
  return { kind: 'rows', rows };
}

function isRow(row: unknown, item: number, capacity: number): row is readonly number[] {
  if (!Array.isArray(row) || row.length !== capacity) return false;
  for (let index = item - 1; index < capacity; index += 1) {
    if (typeof row[index] !== 'number' || Number.isNaN(row[index])) return false;
  }
  return true;
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

function refused(reason: string): { readonly kind: 'refused'; readonly outcome: CheckOutcome } {
  return { kind: 'refused', outcome: { status: 'fail', reason } };
}
