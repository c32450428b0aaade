import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { sanitise } from './sanitise.ts';

describe('sanitise', () => {
  it('takes escape sequences, titles, bidirectional marks and line breaks out', () => {
    expect(sanitise('\u001b[31mred\u001b[0m', 80)).toBe('red');
    expect(sanitise('\u001b]0;owned\u0007text', 80)).toBe('text');
    expect(sanitise('a\u202eb\u2066c\u200bd', 80)).toBe('abcd');
    expect(sanitise('one\r\ntwo\tthree\u2028four', 80)).toBe('one two three four');
    expect(sanitise('\u001b[2', 80)).not.toContain('\u001b');
    expect(sanitise('e\u0301\u0302\u0303\u0304', 80)).toBe('é');
  });

  it('cuts to a width in cells with an ellipsis', () => {
    expect(sanitise('abcdef', 4)).toBe('abc…');
    expect(sanitise('abcd', 4)).toBe('abcd');
    expect(sanitise('漢字漢字', 5)).toBe('漢字…');
    expect(sanitise('abc', 0)).toBe('');
  });

  it('leaves nothing but printable characters within the width, whatever the text', () => {
    const text = fc.oneof(
      fc
        .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 100 })
        .map((codes) => String.fromCodePoint(...codes)),
      fc.string({
        unit: fc.constantFrom('\u001b', '[', ']', ';', 'm', '3', '\u0007', '\u009b', '漢', '\u202e', '\n'),
      }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), (value, limit) => {
        const shown = sanitise(value, limit);
        expect(shown).not.toMatch(/[\p{C}\p{M}\p{Zl}\p{Zp}]/u);
        expect(cellsOf(shown)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 500 },
    );
  });

  it('knows which characters take two cells', () => {
    expect([cellsOf('abc'), cellsOf('漢字'), cellsOf('→⠿█'), cellsOf('🙂'), cellsOf('é')]).toEqual([
      3, 4, 3, 2, 1,
    ]);
  });
});
