import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';

const schema = z.strictObject({
  patience: z.number().positive().nullable().default(null),
  limits: z
    .strictObject({
      waiting: z.int().min(1).max(10_000).default(32),
      bytes: z
        .int()
        .min(64)
        .max(3 * 2 ** 20)
        .default(2 ** 20),
      perMinute: z.int().min(1).max(6000).default(60),
    })
    .prefault({}),
});

export interface McpOptions {
  /** Seconds to wait at an empty inbox, where there is no other proposer; null waits until the run is stopped. */
  readonly patience: number | null;
  readonly limits: {
    /** Submissions that may wait for their turn. */
    readonly waiting: number;
    /** Of the changed files of one submission, all together. */
    readonly bytes: number;
    /** Submissions that one server takes in any 60 seconds, refused ones included. */
    readonly perMinute: number;
  };
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function mcpOptions(options: JsonObject): McpOptions {
  return parseOptions(schema, options, 'mcp');
}
