import { z } from 'zod';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A span of time as "14d", "36h" or "2w", in milliseconds. */
export const duration = z.union([
  z.number().nonnegative(),
  z
    .string()
    .regex(/^\d+(?:\.\d+)?[mhdw]$/, 'write a number and m, h, d or w, as "14d"')
    .transform((text) => Number(text.slice(0, -1)) * UNITS[text.at(-1) as keyof typeof UNITS]),
]);
