import type { SourceTree } from './source-tree.ts';

const SIDE_LENGTH = 48;

/** The change between two texts in one line of at most about 100 characters, as `bin > 50 → bin > 47`. */
export function summarize(before: SourceTree, after: string): string {
  const text = before.text;
  let start = 0;
  while (start < text.length && text[start] === after[start]) start += 1;
  let tail = 0;
  const longest = Math.min(text.length, after.length) - start;
  while (tail < longest && text[text.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const around = smallestAround(before, start, text.length - tail);
  const growth = after.length - text.length;
  const old = text.slice(around.start, around.end);
  const fresh = after.slice(around.start, around.end + growth);
  const change = start - around.start;
  return `${shorten(old, change) || 'nothing'} → ${shorten(fresh, change) || 'nothing'}`;
}

/** The smallest expression or statement around a range that shows what the change is part of. */
function smallestAround(
  parsed: SourceTree,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  let smallest: { start: number; end: number } = { start: 0, end: parsed.text.length };
  for (const place of parsed.places) {
    const isLeaf = place.children.length === 0;
    if (!isLeaf && place.start <= start && place.end >= end)
      smallest = { start: place.start, end: place.end };
  }
  return smallest;
}

/** Keeps what lies around the change, white space collapsed. */
function shorten(text: string, change: number): string {
  const from = text.length <= SIDE_LENGTH ? 0 : Math.max(0, Math.min(change - 12, text.length - SIDE_LENGTH));
  const shown = text.slice(from).replaceAll(/\s+/g, ' ').trim();
  const opening = from > 0 ? '…' : '';
  return shown.length > SIDE_LENGTH ? `${opening}${shown.slice(0, SIDE_LENGTH - 1)}…` : `${opening}${shown}`;
}
