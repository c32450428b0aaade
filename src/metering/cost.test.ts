import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { costBound, costOf } from './cost.ts';
import { boundInput } from './input-bound.ts';
import { loadPrices, pricesOf } from './price-table.ts';
import { NO_TOKENS } from './token-usage.ts';

const OWN = loadPrices(null);

describe('what a call costs', () => {
  it('is what the provider computes for its own example', () => {
    // The list price of Opus 4.5 with one million fresh input tokens, and with caches, by hand: 5; 5 + 6.25 + 0.5 × 10.
    const rows = pricesOf(OWN, 'claude-opus-4-5-20251101')!;
    expect(costOf(rows, { ...NO_TOKENS, input: 1e6 })).toBe(5);
    expect(
      costOf(rows, { input: 1e6, cacheWriteShort: 1e6, cachedInput: 1e7, cacheWriteLong: 0, output: 0 }),
    ).toBe(16.25);
  });

  it('depends on the length of the prompt where the price does', () => {
    const rows = pricesOf(OWN, 'claude-haiku-5-5')!;
    expect(costOf(rows, { ...NO_TOKENS, input: 60_000, cachedInput: 40_000, output: 1000 })).toBeCloseTo(
      0.006 + 0.0004 + 0.0005,
      12,
    );
    expect(costOf(rows, { ...NO_TOKENS, input: 60_000, cachedInput: 40_001, output: 1000 })).toBeCloseTo(
      0.03 + 0.00200005 + 0.0025,
      12,
    );
  });

  it('is not known past the last length', () => {
    const rows = pricesOf(OWN, 'gpt-6-sol')!;
    expect(costOf(rows, { ...NO_TOKENS, input: 272_001 })).toBeNull();
    expect(costBound(rows, 272_001, 0)).toBeNull();
    // All of it written to a cache, at USD 2.50 for a million.
    expect(costBound(rows, 272_000, 0)).toBeCloseTo(0.68, 12);
  });

  it('is never above its bound, for all models, lengths and caches', () => {
    const tokens = fc.nat(200_000);
    const usage = fc.record({
      input: tokens,
      cachedInput: tokens,
      cacheWriteShort: tokens,
      cacheWriteLong: tokens,
      output: tokens,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...OWN.keys()),
        usage,
        tokens,
        tokens,
        (model, used, moreInput, moreOutput) => {
          const rows = OWN.get(model)!;
          const cost = costOf(rows, used);
          const input =
            used.input + used.cachedInput + used.cacheWriteShort + used.cacheWriteLong + moreInput;
          const bound = costBound(rows, input, used.output + moreOutput);
          if (cost === null) expect(bound).toBeNull();
          else if (bound !== null) expect(cost).toBeLessThanOrEqual(bound * (1 + 1e-12));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('prices', () => {
  it('of a dated version are those of the model; others have none', () => {
    expect(pricesOf(OWN, 'gpt-5.5-2026-04-23')).toBe(pricesOf(OWN, 'gpt-5.5'));
    for (const model of [
      'gpt-5.5-pro',
      'claude-opus-4',
      'claude-opus-4-5-2025',
      'constructor',
      '__proto__',
      '',
    ]) {
      expect([model, pricesOf(OWN, model)]).toEqual([model, null]);
    }
  });

  it('of a dated version that costs something else are its own', () => {
    expect(pricesOf(OWN, 'gpt-4o-2024-05-13')![0]!.input).toBe(5);
    expect(pricesOf(OWN, 'gpt-4o-2024-08-06')![0]!.input).toBe(2.5);
  });

  it('of embeddings have no output', () => {
    const rows = pricesOf(OWN, 'text-embedding-3-small')!;
    expect(costOf(rows, { ...NO_TOKENS, input: 1e6 })).toBe(0.02);
    expect(costBound(rows, 1e6, 0)).toBe(0.02);
  });

  it('rise with the length of the prompt, one row for each length, and name where they were seen', () => {
    for (const [model, rows] of OWN) {
      const lengths = rows.map(({ upToInputTokens }) => upToInputTokens ?? Infinity);
      expect(new Set(lengths).size, model).toBe(rows.length);
      const inputs = rows.map(({ input }) => input);
      expect(inputs, model).toEqual(inputs.toSorted((left, right) => left - right));
      for (const { cachedInput, input, cacheWriteShort, cacheWriteLong, source } of rows) {
        expect(cachedInput, model).toBeLessThanOrEqual(input);
        expect(cacheWriteShort, model).toBeGreaterThanOrEqual(input);
        expect(cacheWriteLong, model).toBeGreaterThanOrEqual(cacheWriteShort);
        expect(source, model).toMatch(/^https:/);
      }
    }
  });

  it('are replaced model by model by a file of the user', () => {
    const row = {
      model: 'gpt-5.5',
      upToInputTokens: null,
      input: 1,
      cachedInput: 1,
      cacheWriteShort: 1,
      cacheWriteLong: 1,
    };
    const rows = [
      { ...row, output: 2, maximumOutputTokens: null, asOf: '2026-11-21', source: 'https://example.test' },
    ];
    const prices = loadPrices(file({ currency: 'USD', unitTokens: 1e6, rows }));
    expect(pricesOf(prices, 'gpt-5.5')).toEqual(rows);
    expect(pricesOf(prices, 'gpt-5.4')).toEqual(pricesOf(OWN, 'gpt-5.4'));
  });

  it.each([
    ['no JSON', '{'],
    ['another currency', { currency: 'EUR', unitTokens: 1e6, rows: [] }],
    ['a price below nothing', { currency: 'USD', unitTokens: 1e6, rows: [{ model: 'x', input: -1 }] }],
    ['a row without a source', { currency: 'USD', unitTokens: 1e6, rows: [{ model: 'x' }] }],
  ])('are refused with %s, naming the file', (_, value) => {
    expect(() => loadPrices(file(value))).toThrow(/FULCRUM_E_PRICES_INVALID.*prices-of-the-user\.json/);
  });
});

describe('the bound of an input', () => {
  it('is no less than the bytes of the text, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(boundInput(text, 1)).toBeGreaterThanOrEqual(Buffer.byteLength(text));
      }),
    );
    expect(boundInput('語'.repeat(1000), 1) - boundInput('', 1)).toBe(3000);
    expect(boundInput('abcdefgh', 4) - boundInput('', 4)).toBe(2);
  });
});

function file(value: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-prices-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'prices-of-the-user.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}
