import type { Random } from '../../kernel/random.ts';
import type { JudgedFiles } from '../define.ts';

export type Literal = number | string;

/** Numbers and texts a candidate brings along: what a hidden special case would compare its input with. */
export interface NewLiterals {
  /** Each once. */
  readonly taken: readonly Literal[];
  /** How many there are; more than `taken` holds when there are too many to try all. */
  readonly found: number;
  /** Changed files left out because of their size. */
  readonly unread: readonly string[];
}

/** Of all changed files together. */
const MOST_BYTES = 2 ** 20;

/**
 * The literals on lines of the candidate that its baseline does not have, at the same path. When there are more than
 * `most`, `random` draws which are taken, so that no position in the file is safe. A constant that is computed
 * (`1200 + 34`, a hash compared) is not found, nor a text of more than 200 characters.
 */
export function newLiterals(files: JudgedFiles, random: Random, most = 64): NewLiterals {
  const literals = new Set<Literal>();
  const unread: string[] = [];
  let budget = MOST_BYTES;
  for (const path of files.changed) {
    const size = files.candidate.bytes(path)?.length ?? 0;
    if (size > budget) unread.push(path);
    if (size === 0 || size > budget) continue;
    budget -= size;
    const text = files.candidate.text(path)!;
    const isNew = newLines(text, files.baseline.text(path) ?? '');
    for (const { value, line, lines } of literalsIn(text))
      if (isNew.slice(line, line + lines).includes(true)) literals.add(value);
  }
  const left = [...literals];
  const found = left.length;
  const taken = Array.from(
    { length: Math.min(most, found) },
    () => left.splice(random.below(left.length), 1)[0]!,
  );
  return { taken, found, unread };
}

/** For each line of `text` whether `before` lacks it, indentation aside. */
function newLines(text: string, before: string): readonly boolean[] {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return text.split('\n').map((line) => !known.has(line.trim()));
}

/** A literal with the lines it stands on, the first counted from 0. */
interface PlacedLiteral {
  readonly value: Literal;
  readonly line: number;
  readonly lines: number;
}

const NUMBER =
  /(?<![\w.])(?:0[xX][\da-fA-F_']+|0[bB][01_']+|0[oO][0-7_]+|(?:\d[\d_']*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/g;
/** Bounded, so that no text makes them take longer than its own length allows. */
const QUOTED = [
  /"""([\s\S]{0,200}?)"""/g,
  /'''([\s\S]{0,200}?)'''/g,
  /`((?:[^`\\]|\\.){0,200})`/gs,
  /"((?:[^"\\\n]|\\.){0,200})"/g,
  /'((?:[^'\\\n]|\\.){0,200})'/g,
];
/** What a template literal puts in between. */
const HOLE = /\$\{[^}]*\}/;

/**
 * Numbers and quoted texts as JavaScript, Python, C and their kin write them. Code that a stranger wrote is not parsed:
 * a parser's stack ends where brackets are nested deep enough. Comments are read as well, and each kind of quotation mark
 * by itself, so that an apostrophe in a comment hides nothing. Too many are no harm.
 */
export function literalsIn(text: string): readonly PlacedLiteral[] {
  const starts = lineStarts(text);
  const placed = (value: Literal, start: number, length: number): PlacedLiteral => {
    const line = lineAt(starts, start);
    return { value, line, lines: lineAt(starts, start + length) - line + 1 };
  };
  const literals: PlacedLiteral[] = [];
  for (const { 0: written, index } of text.matchAll(NUMBER)) {
    const value = Number(written.replaceAll(/[_']/g, ''));
    if (Number.isFinite(value)) literals.push(placed(value, index, written.length));
  }
  for (const pattern of QUOTED)
    for (const { 0: written, 1: inner, index } of text.matchAll(pattern))
      for (const piece of written.startsWith('`') ? inner!.split(HOLE) : [inner!])
        literals.push(placed(unescaped(piece), index, written.length));
  return literals;
}

const ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/gs,
    (_, byte?: string, unit?: string, letter?: string) => {
      const code = byte ?? unit;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ESCAPES[letter!] ?? letter!;
    },
  );
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], position: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
