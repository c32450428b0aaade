import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import { numberOf } from '../../ledger/event-row.ts';
import type { Timeline } from './protocol.ts';

export type Span = Timeline['spans'][number];

const HELD = 600;

/** The latest pieces of work with when they were done, from what was observed beside the entries. */
export function createSpans(): {
  readonly observe: (entry: StoredEntry) => void;
  /** Oldest first. */
  readonly latest: () => readonly Span[];
} {
  const ring: Span[] = [];
  let count = 0;
  const add = (span: Span): void => {
    ring[count % HELD] = span;
    count += 1;
  };
  return {
    observe(entry) {
      const { event, observed } = entry;
      const number = numberOf(event);
      const end = milliseconds(observed['elapsedMilliseconds']);
      if (number === null || end === null) return;
      const proposing = milliseconds(observed['proposing']);
      if (proposing !== null && proposing > 0) add(spanOf(number, 'propose', end, proposing));
      const judging = milliseconds(observed['milliseconds']);
      if (judging !== null && judging > 0) add(spanOf(number, judgingStage(event.type), end, judging));
    },
    latest: () => {
      const start = count > HELD ? count % HELD : 0;
      return [...ring.slice(start), ...ring.slice(0, start)];
    },
  };
}

/** Work ends where it is written down, or before: the loop decides in the order of numbers. */
function spanOf(number: number, stage: string, end: number, length: number): Span {
  return { number, stage, from: Math.max(0, end - length) / 1000, seconds: length / 1000 };
}

function judgingStage(type: StoredEntry['event']['type']): string {
  if (type === 'confirmation-judged') return 'confirm';
  return type === 'baseline-judged' ? 'baseline' : 'judge';
}

function milliseconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
