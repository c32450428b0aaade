import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeCell, codeSpan, fenced, prose } from './markdown-text.ts';

const text = fc.string({ unit: fc.constantFrom(...'`\\|*_[]<>#@~!&$:.-+1a w\n'.split('')), maxLength: 30 });

/** CommonMark 0.31, section 6.1: a span ends at the next run of just as many backticks; a pair of spaces is taken off. */
function readSpan(source: string): string {
  const opening = /^`+/.exec(source)![0];
  const ends = [...source.slice(opening.length).matchAll(/`+/g)].filter(
    ([run]) => run.length === opening.length,
  );
  expect(ends).toHaveLength(1);
  expect(opening.length * 2 + ends[0]!.index).toBe(source.length);
  const content = source.slice(opening.length, -opening.length);
  return /^ .*[^ ].* $/.test(content) ? content.slice(1, -1) : content;
}

const lineOf = (source: string): string => source.replaceAll(/\s+/g, ' ').trim();

it('a code span holds just its text, whatever backticks are in it', () => {
  fc.assert(
    fc.property(text, (source) => {
      const span = codeSpan(source);
      if (lineOf(source) === '') expect(span).toBe('');
      else expect(readSpan(span)).toBe(lineOf(source));
    }),
  );
});

it('a cell ends nowhere but at its end', () => {
  fc.assert(
    fc.property(text, (source) => {
      // A bar is the cell's own where an odd number of backslashes stands before it.
      for (const [, slashes] of codeCell(source).matchAll(/(\\*)\|/g)) expect(slashes!.length % 2).toBe(1);
    }),
  );
});

it('a block ends nowhere but at its end', () => {
  fc.assert(
    fc.property(text, (source) => {
      const lines = fenced(source, 'diff').split('\n');
      const fence = /^`+/.exec(lines[0]!)![0];
      const closing = lines.filter((line) => line.startsWith(fence) && !line.startsWith(`${fence}diff`));
      expect(closing).toEqual([fence]);
    }),
  );
});

it('prose keeps no sign that acts, and says the same', () => {
  fc.assert(
    fc.property(text, (source) => {
      const inert = /\\([!-/:-@[-`{-~])|`([@#]+)`/g;
      const written = prose(source);
      const acting = /[\\`*_[\]{}<>#@|~!&$]|:\S|^[-+]|^\d+[.)](?:\s|$)/;
      expect(written.replaceAll(inert, 'x')).not.toMatch(acting);
      expect(written.replaceAll(inert, '$1$2')).toBe(lineOf(source));
    }),
  );
});
