/** One line of a unified diff. `parts` marks what differs from its counterpart on the other side. */
export interface PatchLine {
  readonly kind: 'context' | 'added' | 'removed' | 'hunk' | 'note';
  /** Line numbers, from 1; null on the side where it is not. */
  readonly before: number | null;
  readonly after: number | null;
  readonly parts: readonly LinePart[];
}

export interface LinePart {
  readonly text: string;
  readonly changed: boolean;
}

/** A row of two columns; null where the other side has a line more. */
export interface LinePair {
  readonly left: PatchLine | null;
  readonly right: PatchLine | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Longest line whose words are marked, and the longest that is shown whole. */
const MARKED = 2000;
const SHOWN = 4000;

/** Reads a patch of one file, whole or cut off anywhere; at most `most` lines of it. Never fails: it is shown, not applied. */
export function patchLines(patch: string, most: number): { lines: readonly PatchLine[]; omitted: number } {
  const texts = patch.split('\n');
  if (texts.at(-1) === '') texts.pop();
  const start = texts.findIndex((text) => HUNK.test(text));
  if (start < 0)
    return { lines: texts.filter(isSaying).map((text) => plain('note', null, null, text)), omitted: 0 };
  const body = texts.slice(start, start + most);
  return { lines: markWords(numbered(body)), omitted: texts.length - start - body.length };
}

/** What a patch without a hunk has to say: that binary files differ, or that a file was renamed or changed its mode. */
function isSaying(text: string): boolean {
  return /^(Binary|rename|new|deleted|old|similarity)/.test(text);
}

function numbered(texts: readonly string[]): readonly PatchLine[] {
  let [before, after] = [0, 0];
  return texts.map((text): PatchLine => {
    const hunk = HUNK.exec(text);
    if (hunk !== null) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      return plain('hunk', null, null, text);
    }
    const rest = text.slice(1);
    switch (text[0]) {
      case '+':
        return plain('added', null, after++, rest);
      case '-':
        return plain('removed', before++, null, rest);
      case '\\':
        return plain('note', null, null, rest.trim());
      default:
        return plain('context', before++, after++, rest);
    }
  });
}

/** Lines replaced one for one are compared with each other. */
function markWords(lines: readonly PatchLine[]): readonly PatchLine[] {
  const result = [...lines];
  for (const { removed, added } of blocks(lines)) {
    if (removed.length !== added.length) continue;
    for (const [place, index] of removed.entries()) {
      const other = added[place]!;
      const [left, right] = changedParts(textOf(lines[index]!), textOf(lines[other]!));
      result[index] = { ...lines[index]!, parts: left };
      result[other] = { ...lines[other]!, parts: right };
    }
  }
  return result;
}

/** Runs of removed lines with the added ones right behind, by their places. */
function blocks(lines: readonly PatchLine[]): readonly { removed: number[]; added: number[] }[] {
  const found: { removed: number[]; added: number[] }[] = [];
  for (const [index, { kind }] of lines.entries()) {
    const last = found.at(-1);
    const follows =
      last !== undefined && index === Math.max(last.removed.at(-1) ?? -1, last.added.at(-1) ?? -1) + 1;
    if (kind === 'removed' && !(follows && last.added.length === 0))
      found.push({ removed: [index], added: [] });
    else if (kind === 'removed') last!.removed.push(index);
    else if (kind === 'added' && follows) last.added.push(index);
    else if (kind === 'added') found.push({ removed: [], added: [index] });
  }
  return found;
}

/** What two lines share at their beginning and end stays as it is; between whole words, what lies in the middle is marked. */
function changedParts(left: string, right: string): readonly [readonly LinePart[], readonly LinePart[]] {
  if (left.length + right.length > MARKED)
    return [[{ text: left, changed: false }], [{ text: right, changed: false }]];
  const shortest = Math.min(left.length, right.length);
  let head = 0;
  while (head < shortest && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  while (head > 0 && (insideWord(left, head) || insideWord(right, head))) head -= 1;
  while (tail > 0 && (insideWord(left, left.length - tail) || insideWord(right, right.length - tail)))
    tail -= 1;
  const parts = (text: string): readonly LinePart[] =>
    [
      { text: text.slice(0, head), changed: false },
      { text: text.slice(head, text.length - tail), changed: true },
      { text: text.slice(text.length - tail), changed: false },
    ].filter((part) => part.text !== '');
  return head + tail === 0
    ? [[{ text: left, changed: false }], [{ text: right, changed: false }]]
    : [parts(left), parts(right)];
}

function insideWord(text: string, place: number): boolean {
  return /[\p{L}\p{N}_.]{2}/u.test(text.slice(place - 1, place + 1));
}

/** The same lines in two columns: removed ones beside the added ones that replace them. */
export function sideBySide(lines: readonly PatchLine[]): readonly LinePair[] {
  const pairs: LinePair[] = [];
  for (let index = 0; index < lines.length;) {
    const removed = takeWhile(lines, index, 'removed');
    const added = takeWhile(lines, index + removed.length, 'added');
    const height = Math.max(removed.length, added.length);
    if (height === 0) {
      pairs.push({ left: lines[index]!, right: lines[index]! });
      index += 1;
      continue;
    }
    for (let row = 0; row < height; row += 1)
      pairs.push({ left: removed[row] ?? null, right: added[row] ?? null });
    index += removed.length + added.length;
  }
  return pairs;
}

/** Lines added and removed. */
export function patchSize(lines: readonly PatchLine[]): { readonly added: number; readonly removed: number } {
  const count = (kind: PatchLine['kind']): number => lines.filter((line) => line.kind === kind).length;
  return { added: count('added'), removed: count('removed') };
}

function takeWhile(
  lines: readonly PatchLine[],
  start: number,
  kind: PatchLine['kind'],
): readonly PatchLine[] {
  let end = start;
  while (lines[end]?.kind === kind) end += 1;
  return lines.slice(start, end);
}

function plain(
  kind: PatchLine['kind'],
  before: number | null,
  after: number | null,
  text: string,
): PatchLine {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
  return { kind, before, after, parts: [{ text: shown, changed: false }] };
}

function textOf(line: PatchLine): string {
  return line.parts.map(({ text }) => text).join('');
}
