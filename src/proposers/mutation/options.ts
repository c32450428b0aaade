import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';
import type { Focus } from './focus.ts';
import { javascript } from './javascript/javascript.ts';
import { python } from './python/python.ts';

const OPERATOR_IDS = [...new Set([...javascript.operators, ...python.operators].map(({ id }) => id))];

const schema = z.strictObject({
  maximumBytes: z.int().min(64).default(4096),
  operators: z.array(z.enum(OPERATOR_IDS)).min(1).nullable().default(null),
  bandit: z.boolean().default(false),
  furtherMutation: z.number().min(0).max(0.9).default(0.25),
  focus: z.record(z.string(), z.array(z.number().min(0).max(1))).default({}),
});

export interface MutationOptions {
  /** A file may not grow past this; one that is larger already may only shrink. */
  readonly maximumBytes: number;
  /** Identifiers of the operators that may be used, in whatever language has them; null for each language's own choice. */
  readonly operators: readonly string[] | null;
  /** Draw operators by how often their candidates were kept. */
  readonly bandit: boolean;
  /** Probability that a mutation is followed by another one, so that their number is geometric. */
  readonly furtherMutation: number;
  /** Where changes are made first, as the coverage of failing tests suggests it; everywhere alike when empty. */
  readonly focus: Focus;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function mutationOptions(options: JsonObject): MutationOptions {
  return parseOptions(schema, options, 'mutation');
}
