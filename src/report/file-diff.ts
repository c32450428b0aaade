import { diffWordsWithSpace, structuredPatch } from 'diff';

/** One line of a unified diff. `parts` marks what differs from its counterpart on the other side. */
export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed' | 'hunk';
  readonly before: number | null;
  readonly after: number | null;
  readonly parts: readonly { readonly text: string; readonly changed: boolean }[];
}

/** Edits after which two files count as too different to be shown line by line; bounds the time Myers' algorithm takes. */
const MOST_EDITS = 2000;
const LONGEST_WORD_DIFF = 2000;

/** The unified diff of two texts with three lines of context; null when they differ too much to be shown so. */
export function diffFiles(before: string, after: string): readonly DiffLine[] | null {
  const options = { context: 3, maxEditLength: MOST_EDITS };
  const patch = structuredPatch('before', 'after', before, after, undefined, undefined, options);
  if (patch === undefined) return null;
  return patch.hunks.flatMap((hunk) => [
    plainLine(
      'hunk',
      null,
      null,
      `@@ −${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ),
    ...hunkLines(hunk.lines, hunk.oldStart, hunk.newStart),
  ]);
}

function hunkLines(lines: readonly string[], oldStart: number, newStart: number): readonly DiffLine[] {
  const result: DiffLine[] = [];
  let [before, after] = [oldStart, newStart];
  for (let index = 0; index < lines.length;) {
    const removed = takeWhile(lines, index, '-');
    const added = takeWhile(lines, index + removed.length, '+');
    if (removed.length + added.length === 0) {
      if (lines[index]!.startsWith(' ')) {
        result.push(plainLine('context', before, after, lines[index]!.slice(1)));
        before += 1;
        after += 1;
      }
      index += 1;
      continue;
    }
    result.push(...changedLines(removed, added, before, after));
    before += removed.length;
    after += added.length;
    index += removed.length + added.length;
  }
  return result;
}

/** Lines replaced one for one are compared word by word. */
function changedLines(
  removed: readonly string[],
  added: readonly string[],
  before: number,
  after: number,
): readonly DiffLine[] {
  const pairs = removed.map((line, index) =>
    wordDiff(line, added.length === removed.length ? added[index]! : null),
  );
  return [
    ...pairs.map(({ old }, index): DiffLine => ({
      kind: 'removed',
      before: before + index,
      after: null,
      parts: old,
    })),
    ...added.map((line, index): DiffLine => {
      const paired = added.length === removed.length ? pairs[index]!.new : [{ text: line, changed: false }];
      return { kind: 'added', before: null, after: after + index, parts: paired };
    }),
  ];
}

function wordDiff(before: string, after: string | null): { old: DiffLine['parts']; new: DiffLine['parts'] } {
  if (after === null || before.length + after.length > LONGEST_WORD_DIFF) {
    return { old: [{ text: before, changed: false }], new: [{ text: after ?? '', changed: false }] };
  }
  const changes = diffWordsWithSpace(before, after);
  const side = (skip: 'added' | 'removed'): DiffLine['parts'] =>
    changes
      .filter((change) => !change[skip])
      .map((change) => ({ text: change.value, changed: change.added || change.removed }));
  return { old: side('added'), new: side('removed') };
}

function takeWhile(lines: readonly string[], start: number, sign: string): readonly string[] {
  let end = start;
  while (end < lines.length && lines[end]!.startsWith(sign)) end += 1;
  return lines.slice(start, end).map((line) => line.slice(1));
}

function plainLine(
  kind: DiffLine['kind'],
  before: number | null,
  after: number | null,
  text: string,
): DiffLine {
  return { kind, before, after, parts: [{ text, changed: false }] };
}
