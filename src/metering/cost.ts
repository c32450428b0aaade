import type { PriceRow } from './price-table.ts';
import type { TokenUsage } from './token-usage.ts';
import { inputTokens } from './token-usage.ts';

const UNIT = 1_000_000;

/** What these tokens cost at list price, in USD; null when no row holds for an input of this length. */
export function costOf(rows: readonly PriceRow[], usage: TokenUsage): number | null {
  const row = rows.find(({ upToInputTokens }) => inputTokens(usage) <= (upToInputTokens ?? Infinity));
  if (row === undefined) return null;
  const sum =
    usage.input * row.input +
    usage.cachedInput * row.cachedInput +
    usage.cacheWriteShort * row.cacheWriteShort +
    usage.cacheWriteLong * row.cacheWriteLong +
    usage.output * row.output;
  return sum / UNIT;
}

/**
 * The most that a call can cost in USD, whatever is cached and whichever length its input turns out to have; null when
 * the rows do not cover inputs up to the bound.
 */
export function costBound(rows: readonly PriceRow[], inputBound: number, outputBound: number): number | null {
  if (!rows.some(({ upToInputTokens }) => inputBound <= (upToInputTokens ?? Infinity))) return null;
  const costs = rows.map((row) => {
    const dearest = Math.max(row.input, row.cachedInput, row.cacheWriteShort, row.cacheWriteLong);
    const input = Math.min(inputBound, row.upToInputTokens ?? Infinity);
    return (input * dearest + outputBound * row.output) / UNIT;
  });
  return Math.max(...costs);
}
