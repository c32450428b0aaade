import type { Doing } from '../../watch-work.ts';
import { formatDuration } from '../../../report/format.ts';
import { fit } from './sanitise.ts';

/** What is under way and not decided about yet. */
export interface WorkInHand {
  readonly note: (number: number, doing: Doing, now: number) => void;
  /** Forgets what has been decided about. */
  readonly settle: (decided: number) => void;
  /** A few by name, as `#14 judging 3 s, #15 proposing 12 s`, or how many of each; empty when nothing is under way. */
  readonly text: (now: number, width: number) => string;
}

export function createWorkInHand(): WorkInHand {
  const known = new Map<number, { readonly doing: Doing; readonly since: number }>();
  return {
    note: (number, doing, now) => void known.set(number, { doing, since: now }),
    settle: (decided) => {
      for (const number of known.keys()) if (number <= decided) known.delete(number);
    },
    text: (now, width) => {
      const items = [...known]
        .toSorted(([left], [right]) => left - right)
        .map(([number, item]) => ({ number, ...item }));
      const text =
        items.length > MOST_NAMED
          ? countText(items, now)
          : items.map((item) => itemText(item, now)).join(', ');
      return fit(text, width);
    },
  };
}

interface Item {
  readonly number: number;
  readonly doing: Doing;
  readonly since: number;
}

/** More are counted. */
const MOST_NAMED = 4;

const DOINGS: readonly Doing[] = ['proposing', 'judging', 'judged'];

/** How many of each, and the one that has taken longest, where that is worth telling. */
function countText(items: readonly Item[], now: number): string {
  const counts = DOINGS.flatMap((doing) => {
    const count = items.filter((item) => item.doing === doing).length;
    return count === 0 ? [] : [`${count} ${doing}`];
  });
  const busy = items
    .filter(({ doing }) => doing !== 'judged')
    .toSorted((left, right) => left.since - right.since);
  const longest = busy.slice(0, 1).filter(({ since }) => now - since >= WORTH_TELLING);
  return [...counts, ...longest.map((item) => `longest ${itemText(item, now)}`)].join(', ');
}

/** In milliseconds: what takes less would only flicker. */
const WORTH_TELLING = 1000;

function itemText({ number, doing, since }: Item, now: number): string {
  const brief = doing === 'judged' || now - since < WORTH_TELLING;
  return brief ? `#${number} ${doing}` : `#${number} ${doing} ${formatDuration((now - since) / 1000)}`;
}
