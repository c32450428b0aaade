import type { ZodType } from 'zod';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';

/** A strategy's options, checked and with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function parseOptions<Options>(schema: ZodType<Options>, options: JsonObject, kind: string): Options {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: issue.message,
    where: ['strategy', 'options', ...issue.path].join('.'),
    mend: `Correct or remove this option of the ${kind} strategy.`,
  });
}
