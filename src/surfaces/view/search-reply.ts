import type { SearchReply } from './protocol.ts';
import type { RunFold } from './run-fold.ts';

const MOST_FOUND = 5000;
const LONGEST_TEXT = 200;

/** Candidates whose summary holds every word of a text. */
export function searchReply(fold: Pick<RunFold, 'summaries'>, text: string): SearchReply {
  const words = text.slice(0, LONGEST_TEXT).split(/\s+/);
  const found = fold.summaries.find(words, MOST_FOUND + 1);
  return { numbers: found.slice(0, MOST_FOUND), cut: found.length > MOST_FOUND };
}
