import { describe, expect, it } from 'vitest';
import { createValueFormat, formatAmount, formatChange, formatDuration, formatNumber } from './format.ts';

describe('formats', () => {
  it('writes durations', () => {
    expect([0.42, 42, 185, 7620, 273_600].map(formatDuration)).toEqual([
      '0.4 s',
      '42 s',
      '3 min 05 s',
      '2 h 07 min',
      '3 d 4 h',
    ]);
    expect([9.96, 59.7, 3599.6].map(formatDuration)).toEqual(['10 s', '1 min 00 s', '1 h 00 min']);
  });

  it('writes numbers with a real minus and without a negative zero', () => {
    expect(formatNumber(-1234.5, 1)).toBe('−1,234.5');
    expect(formatNumber(-0.001, 2)).toBe('0.00');
    expect(formatNumber(3e12, 0)).toBe('3.00e12');
    expect(formatNumber(1e-9, 2)).toBe('1.00e-9');
    expect([Infinity, -Infinity, Number.NaN].map((value) => formatNumber(value, 1))).toEqual([
      '∞',
      '−∞',
      'not a number',
    ]);
  });

  it('tells near values apart with three digits of their distance', () => {
    const format = createValueFormat('%', [5.3701, 5.3698]);
    expect([5.3701, 5.3698].map(format)).toEqual(['5.370100%', '5.369800%']);
    expect(createValueFormat('ms', [120, 80])(100)).toBe('100\u00a0ms');
    expect(createValueFormat('', [1, 2])(null)).toBe('–');
  });

  it('writes changes relative to the start', () => {
    expect(formatChange(200, 150)).toBe('−25.0%');
    expect(formatChange(-4, -2)).toBe('+50.0%');
    expect(formatChange(1, 31)).toBe('+3,000%');
    expect(formatChange(0, 1)).toBeNull();
  });

  it('agrees in number', () => {
    expect([1, 2].map((count) => formatAmount(count, 'step'))).toEqual(['1 step', '2 steps']);
  });
});
