import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';
import { OPERATORS } from './operators/index.ts';

const OPERATOR_IDS = OPERATORS.map(({ id }) => id);

const schema = z.strictObject({
  objective: z.string().min(1).nullable().default(null),
  operators: z.array(z.enum(OPERATOR_IDS)).min(1).default(OPERATOR_IDS),
  work: z.int().min(10).max(10_000_000).default(4000),
  gain: z.number().nonnegative().default(1e-7),
  margin: z.number().positive().default(1e-9),
  maximumNumbers: z.int().min(1).max(10_000).default(512),
});

export interface NumericOptions {
  /** Protected module of the workspace with the public objective; null proposes blind changes only. */
  readonly objective: string | null;
  /** Identifiers of the operators that may be used. */
  readonly operators: readonly string[];
  /** Evaluations of the objective that one proposal may cost. */
  readonly work: number;
  /** Gain over the parent, by the public objective, below which an optimised table is not proposed. */
  readonly gain: number;
  /** How far optimised tables keep away from each constraint, in its unit. */
  readonly margin: number;
  /** Tables with more numbers are left alone. */
  readonly maximumNumbers: number;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function numericOptions(options: JsonObject): NumericOptions {
  return parseOptions(schema, options, 'numeric');
}
