import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { createPaint, wantsColor } from './paint.ts';
import { columnsOf, formatKeyValues, formatTable } from './tables.ts';

const paint = createPaint(false);
const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((codes) => String.fromCodePoint(...codes));

describe('tables', () => {
  it('aligns words left and numbers right', () => {
    const columns = [
      { title: 'name', align: 'left' },
      { title: 'score', align: 'right' },
    ] as const;
    expect(
      formatTable(
        columns,
        [
          ['漢字', '4.1'],
          ['baseline', '12.25'],
        ],
        { width: 80, paint },
      ),
    ).toEqual(['name      score', '漢字        4.1', 'baseline  12.25']);
  });

  it('has words in one column and numbers in the others', () => {
    const titles = ['size', 'name', 'score'];
    const alignments = (left?: number) => columnsOf(titles, left).map(({ align }) => align);
    expect(columnsOf(titles).map(({ title }) => title)).toEqual(titles);
    expect(alignments()).toEqual(['left', 'right', 'right']);
    expect(alignments(1)).toEqual(['right', 'left', 'right']);
  });

  it('never is wider than asked, whatever the cells hold', () => {
    const rows = fc.array(fc.tuple(anyText, fc.string(), fc.string()), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 60 }), (cells, width) => {
        const columns = ['a', 'b', 'c'].map((title) => ({ title, align: 'left' as const }));
        for (const line of formatTable(columns, cells, { width, paint })) {
          expect(cellsOf(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/\p{C}/u);
        }
      }),
    );
  });

  it('continues a long value under itself', () => {
    const pairs = [
      ['task', 'a b'],
      ['reason', 'one two three'],
    ] as const;
    expect(formatKeyValues(pairs, { width: 18, paint })).toEqual([
      'task    a b',
      'reason  one two',
      '        three',
    ]);
  });
});

describe('color', () => {
  it('follows NO_COLOR, then FORCE_COLOR, then the terminal', () => {
    const terminal = { isTTY: true };
    expect(wantsColor(terminal, {})).toBe(true);
    expect(wantsColor(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(wantsColor(terminal, { NO_COLOR: '' })).toBe(true);
    expect(wantsColor({ isTTY: false }, { FORCE_COLOR: '1' })).toBe(true);
    expect(wantsColor({ isTTY: false }, {})).toBe(false);
    expect(wantsColor(terminal, { TERM: 'dumb' })).toBe(false);
  });

  it('paints nothing without color', () => {
    expect(createPaint(false)('bad', 'x')).toBe('x');
    expect(createPaint(true)('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
  });
});
