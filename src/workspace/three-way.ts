import { diffArrays } from 'diff';

/** A stretch of the common ancestor, and what one side has in its place. */
interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly by: readonly string[];
}

/** Tokens that may be added and removed: past them two versions have nothing in common worth merging. */
const MOST_EDITS = 5000;

/**
 * Makes the change from `base` to `theirs` in `ours` too: line by line, and where both changed the same lines, word by
 * word. Null when they changed the same words, or words side by side, each in its own way.
 */
export function mergeThreeWay(base: string, ours: string, theirs: string): string | null {
  return merge(base, ours, theirs, splitLines) ?? merge(base, ours, theirs, splitWords);
}

type Split = (text: string) => string[];

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function splitWords(text: string): string[] {
  return text.match(/\d+(?:\.\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|\s+|[^]/gu) ?? [];
}

function merge(base: string, ours: string, theirs: string, split: Split): string | null {
  const tokens = split(base);
  const own = replacements(tokens, split(ours));
  const other = replacements(tokens, split(theirs));
  if (own === null || other === null) return null;
  const added = other.filter((change) => !own.some((known) => isEqual(known, change)));
  if (added.some((change) => own.some((known) => meet(known, change)))) return null;
  return apply(tokens, [...own, ...added]);
}

function replacements(base: string[], side: string[]): readonly Replacement[] | null {
  const changes = diffArrays(base, side, { maxEditLength: MOST_EDITS });
  if (changes === undefined) return null;
  const found: Replacement[] = [];
  let position = 0;
  let open: { from: number; to: number; by: string[] } | null = null;
  for (const { value, added, removed } of changes) {
    if (!added && !removed) {
      open = null;
      position += value.length;
      continue;
    }
    if (open === null) found.push((open = { from: position, to: position, by: [] }));
    if (added) open.by.push(...value);
    else open.to = position += value.length;
  }
  return found;
}

function isEqual(left: Replacement, right: Replacement): boolean {
  return (
    left.from === right.from &&
    left.to === right.to &&
    left.by.length === right.by.length &&
    left.by.every((token, index) => token === right.by[index])
  );
}

/** Where nothing unchanged lies between them, which comes first is anyone's guess. */
function meet(left: Replacement, right: Replacement): boolean {
  return left.from <= right.to && right.from <= left.to;
}

function apply(base: readonly string[], changes: readonly Replacement[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { from, to, by } of changes.toSorted((left, right) => left.from - right.from)) {
    parts.push(...base.slice(position, from), ...by);
    position = to;
  }
  return [...parts, ...base.slice(position)].join('');
}
