import { z } from 'zod';
import { AUTHOR_KINDS, type Author } from '../../kernel/authorship.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';

const MEBIBYTE = 2 ** 20;

const schema = z.strictObject({
  argv: z.array(z.string().min(1)).min(1),
  tools: z.record(z.string().regex(/^\w[\w.-]{0,99}$/), z.string().min(1)).default({}),
  host: z.boolean().default(false),
  author: z
    .strictObject({ kind: z.enum(AUTHOR_KINDS), family: z.string().min(1).nullable() })
    .nullable()
    .default(null),
  limits: z
    .strictObject({
      seconds: z.number().positive().max(86_400).default(60),
      memoryBytes: z
        .int()
        .min(16 * MEBIBYTE)
        .default(1024 * MEBIBYTE),
      processes: z.int().min(2).default(64),
      temporaryBytes: z
        .int()
        .min(MEBIBYTE)
        .default(256 * MEBIBYTE),
      answerBytes: z
        .int()
        .min(64)
        .max(64 * MEBIBYTE)
        .default(8 * MEBIBYTE),
      atOnce: z.int().min(1).max(16).default(2),
    })
    .prefault({}),
});

export interface CommandOptions {
  /** Program and arguments. In a sandbox it starts in an empty writable folder, on the host in that of the task. */
  readonly argv: readonly string[];
  /** Files and folders shown read-only below `/fulcrum/tools`, by their name there; relative to the task file. */
  readonly tools: { readonly [name: string]: string };
  /** Run it outside any sandbox, with the network, files and environment of who started the run. */
  readonly host: boolean;
  /** Who makes its changes; null says `program` in a sandbox and `unknown` on the host, where it may ask anyone. */
  readonly author: Pick<Author, 'kind' | 'family'> | null;
  readonly limits: CommandLimits;
}

/** For one proposal. On the host only the time, the length of the answer and the number at once are limited. */
export interface CommandLimits {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly processes: number;
  readonly temporaryBytes: number;
  /** Of standard output. */
  readonly answerBytes: number;
  /** Proposals made side by side. */
  readonly atOnce: number;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function commandOptions(options: JsonObject): CommandOptions {
  return parseOptions(schema, options, 'command');
}
