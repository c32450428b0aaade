import { structuredPatch, formatPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { patchLines, patchSize, sideBySide } from './patch-lines.ts';

const BEFORE = ['first', 'let total = 1;', 'same', 'gone', 'last', ''].join('\n');
const AFTER = ['first', 'let total = 25;', 'same', 'last', 'new <b>line</b>', ''].join('\n');

function patchOf(before: string, after: string): string {
  return formatPatch(structuredPatch('a/x', 'b/x', before, after, '', '', { context: 3 }));
}

/** One side of a diff as its text was. */
function sideText(lines: ReturnType<typeof patchLines>['lines'], side: 'before' | 'after'): string {
  return lines
    .filter((line) => line[side] !== null)
    .map(({ parts }) => `${parts.map(({ text }) => text).join('')}\n`)
    .join('');
}

describe('a patch as lines', () => {
  test('gives back both texts, with the numbers of their lines', () => {
    const { lines, omitted } = patchLines(patchOf(BEFORE, AFTER), 100);
    expect(omitted).toBe(0);
    expect(sideText(lines, 'before')).toBe(BEFORE);
    expect(sideText(lines, 'after')).toBe(AFTER);
    expect(lines.flatMap(({ before }) => before ?? [])).toEqual([1, 2, 3, 4, 5]);
    expect(lines.flatMap(({ after }) => after ?? [])).toEqual([1, 2, 3, 4, 5]);
    expect(patchSize(lines)).toEqual({ added: 2, removed: 2 });
  });

  test('marks whole words that differ between lines that replace each other', () => {
    const { lines } = patchLines(patchOf(BEFORE, AFTER), 100);
    const marked = lines.flatMap(({ parts }) =>
      parts.filter(({ changed }) => changed).map(({ text }) => text),
    );
    expect(marked).toEqual(['1', '25']);
  });

  test('marks no half of a name', () => {
    const { lines } = patchLines(patchOf('return freeCores;\n', 'return freeMemory;\n'), 100);
    const marked = lines.flatMap(({ parts }) =>
      parts.filter(({ changed }) => changed).map(({ text }) => text),
    );
    expect(marked).toEqual(['freeCores', 'freeMemory']);
  });

  test('puts what replaces each other side by side', () => {
    const pairs = sideBySide(patchLines(patchOf('a\nb\nc\n', 'A\nc\n'), 100).lines);
    const texts = pairs.map(({ left, right }) =>
      [left, right].map((line) => line?.parts.map(({ text }) => text).join('') ?? null),
    );
    expect(texts.slice(1)).toEqual([
      ['a', 'A'],
      ['b', null],
      ['c', 'c'],
    ]);
  });

  test('says how much it left out, and shows a patch that was cut off as far as it goes', () => {
    const long = Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join('');
    const whole = patchOf('', long);
    expect(patchLines(whole, 11)).toMatchObject({ omitted: 40, lines: { length: 11 } });
    expect(patchLines(whole.slice(0, whole.length - 37), 100).lines.length).toBeGreaterThan(40);
    expect(patchLines('', 10)).toEqual({ lines: [], omitted: 0 });
  });

  test('says that a binary file differs', () => {
    const { lines } = patchLines('Binary files a/x and b/x differ\n', 10);
    expect(lines).toMatchObject([{ kind: 'note', parts: [{ text: 'Binary files a/x and b/x differ' }] }]);
  });

  test('takes a line of a candidate that looks like a hunk for a line', () => {
    const { lines } = patchLines(patchOf('a\n', '@@ -1,1 +1,1 @@\n'), 10);
    expect(sideText(lines, 'after')).toBe('@@ -1,1 +1,1 @@\n');
  });
});
