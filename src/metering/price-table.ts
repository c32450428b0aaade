import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FulcrumError } from '../kernel/errors.ts';

const price = z.number().nonnegative();

const row = z.strictObject({
  model: z.string().min(1),
  /** Longest input the row holds for; a model has several rows where its price depends on the length. */
  upToInputTokens: z.number().int().positive().nullable(),
  input: price,
  cachedInput: price,
  cacheWriteShort: price,
  cacheWriteLong: price,
  output: price,
  /** The most a reply can hold, where that is known. */
  maximumOutputTokens: z.number().int().positive().nullable(),
  /** The last day the source is known to show. */
  asOf: z.iso.date(),
  source: z.url(),
});

const table = z.strictObject({
  currency: z.literal('USD'),
  unitTokens: z.literal(1_000_000),
  rows: z.array(row),
});

/** List prices of one model, in USD for a million tokens. */
export type PriceRow = z.infer<typeof row>;

/** Rows by model, the shortest input first. */
export type PriceTable = ReadonlyMap<string, readonly PriceRow[]>;

const OWN_TABLE = join(import.meta.dirname, 'prices.json');

/**
 * The prices that come with Fulcrum; a file of the same form replaces all rows of the models it names.
 *
 * @throws FulcrumError `FULCRUM_E_PRICES_INVALID` naming the row and field
 */
export function loadPrices(override: string | null): PriceTable {
  const own = readTable(OWN_TABLE);
  return override === null ? own : new Map([...own, ...readTable(override)]);
}

function readTable(file: string): PriceTable {
  const rows = parseRows(file);
  const grouped = Map.groupBy(rows, ({ model }) => model);
  return new Map(
    [...grouped].map(([model, own]) => [
      model,
      own.toSorted((left, right) => longest(left) - longest(right)),
    ]),
  );
}

function longest({ upToInputTokens }: PriceRow): number {
  return upToInputTokens ?? Infinity;
}

function parseRows(file: string): readonly PriceRow[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(file, (error as Error).message, error);
  }
  const parsed = table.safeParse(value);
  if (parsed.success) return parsed.data.rows;
  const issue = parsed.error.issues[0]!;
  throw invalid(`${file}: ${issue.path.join('.')}`, issue.message, parsed.error);
}

function invalid(where: string, what: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_PRICES_INVALID',
    domain: 'usage',
    what: `The price table cannot be read: ${what}`,
    where,
    mend: 'Correct the file; docs/guides/metering.md shows its form.',
    cause,
  });
}

/** Providers name a dated version of a model by a date after its name. */
const DATE_SUFFIX = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/;

/** The rows of a model or of the model that it is a dated version of; null when the table has none. */
export function pricesOf(prices: PriceTable, model: string): readonly PriceRow[] | null {
  return prices.get(model) ?? prices.get(model.replace(DATE_SUFFIX, '')) ?? null;
}
