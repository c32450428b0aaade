import { z } from 'zod';

/** Options that every check which draws inputs has. */
export const searchSchema = {
  runs: z.int().min(1).max(100_000).default(100).describe('Inputs drawn anew for each label of inputs'),
  probes: z
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .describe('Most further inputs, made of literals that are new in the candidate'),
  seconds: z
    .number()
    .positive()
    .default(60)
    .describe('Time for companions and for a simpler counterexample, together'),
};
