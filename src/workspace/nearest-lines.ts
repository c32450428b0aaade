/** Lines of a text that a search was compared with at most: beyond that a hint is not worth its time. */
const MOST_LINES = 20_000;
const MOST_SEARCHED = 40;
const SHOWN_LINES = 12;
const SHOWN_CHARACTERS = 200;

/** What a text has in the place of lines it was thought to have: the part most like them, with line numbers. */
export function nearestLines(text: string, search: readonly string[]): string {
  const lines = text.split('\n').slice(0, MOST_LINES);
  const wanted = search.slice(0, MOST_SEARCHED).map((line) => line.trim());
  const trimmed = lines.map((line) => line.trim());
  const exact = bestStart(trimmed, (start) => matching(trimmed, wanted, start));
  if (exact.score === wanted.length && wanted.length === search.length)
    return `Lines ${shown(lines, exact.start, search.length)}\ndiffer from it in white space only.`;
  const key = wanted.find((line) => line !== '') ?? '';
  const pairs = pairsOf(key);
  const near = exact.score > 0 ? exact : bestStart(trimmed, (start) => likeness(pairs, trimmed[start]!));
  if (near.score === 0) return `The file has nothing like it in its ${lines.length} lines.`;
  return `The nearest are lines ${shown(lines, near.start, search.length)}`;
}

function bestStart(
  lines: readonly string[],
  scoreAt: (start: number) => number,
): { readonly start: number; readonly score: number } {
  let best = { start: 0, score: 0 };
  for (let start = 0; start < lines.length; start += 1) {
    const score = scoreAt(start);
    if (score > best.score) best = { start, score };
  }
  return best;
}

/** Empty lines are alike everywhere and say nothing, unless all is empty. */
function matching(lines: readonly string[], wanted: readonly string[], start: number): number {
  let telling = 0;
  let count = 0;
  for (const [index, line] of wanted.entries()) {
    if (lines[start + index] !== line) continue;
    count += 1;
    if (line !== '') telling += 1;
  }
  return telling === 0 ? 0 : count;
}

/** Share of letter pairs in common (Dice's coefficient on bigrams). */
function likeness(pairs: ReadonlySet<string>, line: string): number {
  const others = pairsOf(line.slice(0, SHOWN_CHARACTERS));
  if (pairs.size + others.size === 0) return 0;
  return (2 * [...pairs].filter((pair) => others.has(pair)).length) / (pairs.size + others.size);
}

function pairsOf(line: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, line.length - 1) }, (_, at) => line.slice(at, at + 2)));
}

function shown(lines: readonly string[], start: number, count: number): string {
  const end = Math.min(lines.length, start + count);
  const part = lines.slice(start, Math.min(end, start + SHOWN_LINES));
  const text = part.map((line) => line.slice(0, SHOWN_CHARACTERS)).join('\n');
  return `${start + 1}-${end}:\n${text}`;
}
