import { z } from 'zod';

const BYTE_UNITS: { readonly [unit: string]: number } = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

const SECOND_UNITS: { readonly [unit: string]: number } = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** A size such as `512 MiB`, or a number of bytes; read as bytes. */
export const byteSize = quantity(BYTE_UNITS, 'a size such as "512 MiB" or a whole number of bytes').refine(
  Number.isSafeInteger,
  'is not a whole number of bytes',
);

/** A time such as `90s` or `8h`, or a number of seconds; read as seconds. */
export const duration = quantity(SECOND_UNITS, 'a time such as "90s", "15m" or "8h", or a number of seconds');

function quantity(units: { readonly [unit: string]: number }, expected: string) {
  return z.union([z.number(), z.string()], { error: `expected ${expected}` }).transform((value, context) => {
    const read = typeof value === 'number' ? value : parse(value, units);
    if (read !== null && Number.isFinite(read) && read > 0) return read;
    context.issues.push({ code: 'custom', message: `expected ${expected}`, input: value });
    return z.NEVER;
  });
}

function parse(text: string, units: { readonly [unit: string]: number }): number | null {
  const match = /^\s*([\d.]+)\s*([A-Za-z]+)\s*$/.exec(text);
  const unit = units[match?.[2]?.toLowerCase() ?? ''];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
