import { z } from 'zod';

/** What somebody can be told of. */
const OCCASIONS = ['keep', 'approval', 'halt', 'finish'] as const;

export type Occasion = (typeof OCCASIONS)[number];

/** Whom a run tells, and of what. No part of the task: who is told changes nothing of a run, and its address may be secret. */
export interface NotifySource {
  readonly on: readonly Occasion[];
  readonly to: NotifyTarget;
}

export type NotifyTarget =
  | { readonly kind: 'webhook'; readonly url: string }
  /** The address stands in an environment variable, as it is a secret itself. */
  | { readonly kind: 'webhook-in'; readonly variable: string }
  | { readonly kind: 'command'; readonly argv: readonly string[] };

const on = z
  .array(z.enum(OCCASIONS))
  .min(1)
  .describe('keep: one was kept; approval: one waits for a person; halt: it ended early; finish: it ended');

const url = z
  .url({ protocol: /^https?$/ })
  .transform((address): NotifyTarget => ({ kind: 'webhook', url: address }));

const variable = z
  .strictObject({
    env: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .describe('Environment variable with the address'),
  })
  .transform(({ env }): NotifyTarget => ({ kind: 'webhook-in', variable: env }));

const argv = z
  .array(z.string().min(1))
  .min(1)
  .describe('Program and arguments; it reads JSON on standard input');

/** The field `notify` of a task file. */
export const notifySchema = z.array(
  z.union([
    z
      .strictObject({ on, webhook: z.union([url, variable]).describe('Address that JSON is posted to') })
      .transform(({ on: occasions, webhook }): NotifySource => ({ on: occasions, to: webhook })),
    z.strictObject({ on, command: argv }).transform(({ on: occasions, command }): NotifySource => ({
      on: occasions,
      to: { kind: 'command', argv: command },
    })),
  ]),
);
