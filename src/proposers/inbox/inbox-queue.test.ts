import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InboxEntry } from './inbox.ts';
import { submit } from './inbox.ts';
import { inboxQueue } from './inbox-queue.ts';

let inbox: string;
beforeEach(() => {
  inbox = mkdtempSync(join(tmpdir(), 'fulcrum-queue-'));
});
afterEach(() => rmSync(inbox, { recursive: true, force: true }));

function entry(summary: string): InboxEntry {
  const base = { number: 0, tree: 'b'.repeat(64) };
  const edits = [{ path: 'a.ts', content: summary }];
  return { version: 1, base, edits, files: { 'a.ts': summary }, summary, author: 'Ada' };
}

const put = (...summaries: readonly string[]): readonly number[] =>
  summaries.map((summary) => submit(inbox, entry(summary)));

/** Says that nobody has changed the folder since the given second. */
const unchangedSince = (second: number): void => utimesSync(inbox, second, second);

test('an inbox is made by its first proposal', () => {
  rmSync(inbox, { recursive: true });
  const queue = inboxQueue(inbox);
  expect(queue.take(1)).toBeNull();
  put('one');
  expect(queue.take(2)).toEqual({ id: 1, entry: entry('one') });
});

test('what comes next is found without listing the folder, which is listed once somebody changed it', () => {
  put('one');
  const queue = inboxQueue(inbox);
  expect(queue.take(1)?.id).toBe(1);
  unchangedSince(1000);
  expect(queue.take(2)).toBeNull();

  put('two', 'three');
  unchangedSince(1000);
  expect([queue.take(3)?.id, queue.take(4)?.id]).toEqual([2, 3]);

  unchangedSince(2000);
  expect(queue.take(5)).toBeNull();
  // Only a list finds a number that leaves some out.
  copyFileSync(join(inbox, '000001.json'), join(inbox, '000009.json'));
  unchangedSince(2000);
  expect(queue.take(6)).toBeNull();
  unchangedSince(3000);
  expect(queue.take(7)?.id).toBe(9);
});

test('a kill right after the mark: the next process gives the proposal to the same number, to no other', () => {
  put('one', 'two');
  inboxQueue(inbox).take(8);
  const resumed = inboxQueue(inbox);
  expect([resumed.take(9)?.id, resumed.take(8)?.id, resumed.take(10)]).toEqual([2, 1, null]);
});

test('one that somebody removed while it waited is nobody’s, and its number may come again', () => {
  put('one', 'two', 'three');
  const queue = inboxQueue(inbox);
  expect(queue.take(1)?.id).toBe(1);
  for (const id of [2, 3]) rmSync(join(inbox, `00000${id}.json`));
  expect(queue.take(2)).toBeNull();
  put('other');
  expect(queue.take(3)).toEqual({ id: 2, entry: entry('other') });
});

test('an inbox as an earlier process left it is read as it is', () => {
  mkdirSync(inbox, { recursive: true });
  for (const id of [1, 2, 3])
    writeFileSync(join(inbox, `00000${id}.json`), JSON.stringify(entry(`number ${id}`)));
  writeFileSync(join(inbox, '1.taken-by-4'), '');
  writeFileSync(join(inbox, '3.taken-by-5'), '');
  const queue = inboxQueue(inbox);
  expect([6, 5, 4, 7].map((number) => queue.take(number)?.id)).toEqual([2, 3, 1, undefined]);
});
