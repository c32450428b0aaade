import { z } from 'zod';
import type { JsonObject } from '../kernel/json.ts';
import { byteSize, duration } from './quantity.ts';

const name = z.string().min(1);
const relativePath = z.string().min(1);
const globs = z.array(z.string().min(1));

const objective = z.strictObject({
  metric: name.describe('Metric that a check reports'),
  slice: name.describe('Visible slice whose check reports it'),
  direction: z.enum(['minimize', 'maximize']),
  unit: z.string().default(''),
  target: z.number().nullable().default(null).describe('The run ends when the incumbent reaches it'),
  required: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('Gain over the baseline the run must reach'),
});

const heldOut = z.strictObject({
  name,
  metric: name.nullable().default(null).describe('Metric compared; none compares pass and fail only'),
  direction: z.enum(['minimize', 'maximize']).default('minimize'),
  tolerance: z
    .number()
    .nonnegative()
    .nullable()
    .default(0)
    .describe(
      'Loss against incumbent and baseline still accepted; null reports the slice without deciding by it',
    ),
});

/** `kind` and whatever options that kind takes beside it; its factory checks them. */
const plugin = z
  .object({ kind: name })
  .catchall(z.json())
  .transform(({ kind, ...options }) => ({
    kind,
    options: options as JsonObject,
  }));

const proposer = z
  .object({ kind: name, weight: z.number().positive().default(1) })
  .catchall(z.json())
  .transform(({ kind, weight, ...options }) => ({ kind, weight, options: options as JsonObject }));

const budget = z.strictObject({
  evaluations: z.number().int().positive().nullable().default(null),
  wall: duration.nullable().default(null).describe('As "25s" or "8h"'),
  work: z.number().positive().nullable().default(null),
  money: z.number().positive().nullable().default(null).describe('US dollars'),
});

const sandbox = z.strictObject({
  memory: byteSize.default(512 * 2 ** 20),
  processes: z.number().int().positive().default(64),
  temporary: byteSize.default(64 * 2 ** 20).describe('Size of each writable temporary file system'),
  output: byteSize.default(2 ** 20).describe('Standard output and error after which it is killed'),
  answer: byteSize.default(16 * 2 ** 20).describe('Longest answer to one question'),
  question: duration.default(5).describe('Time for one question, by the clock of the oracle'),
  judgement: duration.default(60).describe('Time for one judgement, all questions together'),
  screeningBatch: z
    .number()
    .int()
    .nonnegative()
    .default(250)
    .describe('Candidates a recycled process answers for'),
});

/** The task file as a person writes it; unknown fields are errors. */
export const taskSchema = z.strictObject({
  name,
  description: z.string().default(''),
  workspace: z.strictObject({
    root: relativePath.default('workspace'),
    commit: name.nullable().default(null),
    editable: globs.min(1),
    exclude: globs.default([]),
    maximumFile: byteSize.default(16 * 2 ** 20),
  }),
  subject: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('node'), module: relativePath, export: name.default('default') }),
  ]),
  oracle: z.strictObject({ module: relativePath.default('oracle.ts'), data: globs.default([]) }).prefault({}),
  objective: z.union([objective, z.array(objective).min(1)]).transform((value) => [value].flat()),
  slices: z.strictObject({ visible: z.array(name).min(1), heldOut: z.array(heldOut).default([]) }),
  proposers: z
    .array(proposer)
    .min(1)
    .default([{ kind: 'mutation', weight: 1, options: {} }]),
  strategy: plugin.default({ kind: 'evolve', options: {} }),
  control: plugin.nullable().default(null),
  acceptance: z
    .strictObject({
      rule: z.literal('exact').default('exact'),
      minimumGain: z.number().nonnegative().default(0),
      simplicity: z.boolean().default(true),
    })
    .prefault({}),
  budget: budget.prefault({}),
  sandbox: sandbox.prefault({}),
  seed: z
    .union([z.string().min(1), z.number().int().nonnegative()])
    .default(1)
    .transform(String),
  pipeline: z.number().int().positive().max(1024).default(8),
});

/** What a task file or `defineTask` takes. */
export type TaskInput = z.input<typeof taskSchema>;
export type TaskFields = z.output<typeof taskSchema>;
