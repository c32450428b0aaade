import type { InboxEntry } from './inbox.ts';
import { changeOf, hasEntry, listInbox, markTaken, readEntry } from './inbox.ts';

/** A proposal with its place in the inbox. */
export interface TakenEntry {
  readonly id: number;
  readonly entry: InboxEntry;
}

/** The proposals of an inbox, each for one number. There is one queue an inbox: what it gave out, no other knows of. */
export interface InboxQueue {
  /**
   * Takes the proposal that the number took before, in this process or an earlier one, else the oldest that waits; null
   * when none does. On return it is marked as taken, so that after a kill nobody else gets it.
   *
   * @throws FulcrumError `FULCRUM_E_INBOX_ENTRY` when the file is not as `submit` wrote it
   */
  readonly take: (number: number) => TakenEntry | null;
}

/**
 * Lists the folder at first, and again only when nothing it knows of waits and somebody else has changed the folder, so
 * that a proposal costs the same whatever was taken before it. Between, what comes is found by the number it has to have.
 */
export function inboxQueue(inbox: string): InboxQueue {
  const takenBy = new Map<number, number>();
  let waiting: number[] = [];
  let last = 0;
  /** Of the folder as this queue knows it; null before the first look. */
  let change: number | null = null;

  const list = (): void => {
    // Before the list: what comes meanwhile is a change.
    change = changeOf(inbox);
    const items = listInbox(inbox);
    last = items.at(-1)?.id ?? 0;
    waiting = items.flatMap(({ id, takenBy: number }) => (number === null ? [id] : []));
    for (const { id, takenBy: number } of items) if (number !== null) takenBy.set(number, id);
  };
  const look = (): void => {
    if (change === null) return list();
    for (; hasEntry(inbox, last + 1); last += 1) waiting.push(last + 1);
    while (waiting.length > 0 && !hasEntry(inbox, waiting[0]!)) waiting.shift();
    if (waiting.length === 0 && changeOf(inbox) !== change) list();
  };

  return {
    take: (number) => {
      look();
      const id = takenBy.get(number) ?? waiting[0];
      if (id === undefined) return null;
      const entry = readEntry(inbox, id);
      markTaken(inbox, id, number);
      change = changeOf(inbox);
      takenBy.set(number, id);
      if (waiting[0] === id) waiting.shift();
      return { id, entry };
    },
  };
}
