import { z } from 'zod';
import { AUTHOR_KINDS } from '../kernel/authorship.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { CheckSource } from '../kernel/task.ts';
import type { Visibility } from '../kernel/verdict.ts';
import { acceptanceSchema } from './acceptance-schema.ts';
import { notifySchema } from './notify-schema.ts';
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

const answer = z.union([
  z.literal('exact').transform(() => undefined),
  z.literal('ladder').transform(() => ({ kind: 'ladder' as const, step: null })),
  z.strictObject({
    kind: z.literal('ladder'),
    step: z.number().positive().nullable().default(null).describe('None takes the noise of the items'),
  }),
  z.strictObject({
    kind: z.literal('thresholdout'),
    against: name.describe('Visible slice that reports the same metric'),
    threshold: z.number().positive(),
    noise: z.number().positive().describe('Scale of the Laplace noise'),
  }),
]);

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
  items: z
    .enum(['fresh', 'fixed'])
    .exactOptional()
    .describe('Drawn anew for every reading, or always the same; fresh if left out'),
  reads: z
    .number()
    .int()
    .positive()
    .exactOptional()
    .describe("Readings a run may take, the baseline's included"),
  answer: answer.exactOptional().describe('What a reading of fixed items answers with; exact if left out'),
  final: z.boolean().exactOptional().describe('Read once, when the winner is confirmed'),
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

const argv = z.array(z.string().min(1)).min(1).describe('Program and arguments; no shell reads them');

const collection = (seconds: number) =>
  z
    .strictObject({
      time: duration.default(seconds).describe('Time it may run, by the clock of the oracle'),
      files: z.number().int().positive().default(1000).describe('Most files collected'),
      size: byteSize.default(64 * 2 ** 20).describe('Most bytes collected, all files together'),
    })
    .prefault({})
    .transform(({ time, files, size }) => ({ seconds: time, files, bytes: size }));

const build = z.strictObject({
  argv,
  outputs: globs.min(1).describe('Files it makes; every glob must match'),
  tools: z
    .record(z.string().regex(/^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w@][\w@.-]*(?:\/[\w@.-]+)*$/), relativePath)
    .default({})
    .describe('Shown read-only as /fulcrum/tools/<name>'),
  limits: collection(120),
});

const module = relativePath.describe('File in the workspace');

const subject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('node'), module, export: name.default('default') }),
  z.strictObject({
    kind: z.literal('python'),
    module,
    export: name,
    packages: z.boolean().default(false).describe("Whether the system's Python packages can be imported"),
  }),
  z.strictObject({
    kind: z.literal('command'),
    argv,
    input: z.enum(['text', 'json']).default('text').describe('How a question is put on standard input'),
    output: z.enum(['text', 'json']).default('text').describe('How standard output is read'),
  }),
  z.strictObject({
    kind: z.literal('artifact'),
    argv,
    files: globs.min(1).describe('Files that are judged'),
    limits: collection(60),
  }),
  z.strictObject({ kind: z.literal('files') }),
]);

/** Who wrote something a run rests on. */
export const authorSchema = z.strictObject({
  kind: z.enum(AUTHOR_KINDS).describe('A program is one that no model is part of'),
  family: name.nullable().default(null).describe('Model family, as claude; name of a person or a program'),
  context: z
    .array(z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hexadecimal'))
    .default([])
    .describe('SHA-256 of the files and trees they had before them'),
  at: z.iso.datetime({ offset: true }).or(z.iso.date()).nullable().default(null),
});

const author = authorSchema.exactOptional().describe('Who wrote it');

/** Fields every form of an oracle has. */
const provenance = {
  author,
  audit: relativePath.exactOptional().describe('What an audit showed of each check'),
};

const data = globs.default([]).describe('Further files the oracle reads');

/** A check as a person writes it. */
interface CheckInput {
  readonly kind: string;
  readonly name?: string;
  readonly slice?: string;
  readonly visibility?: Visibility | undefined;
  readonly author?: z.input<typeof authorSchema>;
  readonly [option: string]: unknown;
}

type CheckFields = Omit<CheckSource, 'slice'> & { readonly slice: string | null };

/**
 * `kind`, its place in the cascade, and whatever options that kind takes beside them. Its type is written out: the one
 * that is inferred holds for nobody whose compiler adds undefined to what may be left out.
 */
const check: z.ZodType<CheckFields, CheckInput> = z
  .object({
    kind: name,
    name: name.exactOptional().describe('The kind when left out'),
    slice: name.exactOptional().describe('The first slice of its visibility when left out'),
    visibility: z.enum(['visible', 'held-out']).default('visible'),
    author,
  })
  .catchall(z.json())
  .transform(({ kind, name: named, slice, visibility, author: writer, ...options }) => ({
    kind,
    name: named ?? kind,
    slice: slice ?? null,
    visibility,
    ...(writer === undefined ? {} : { author: writer }),
    options: options as JsonObject,
  }));

const oracle = z.union([
  z.strictObject({
    checks: z.array(check).min(1).describe('From the library, cheapest first'),
    data,
    ...provenance,
  }),
  z.strictObject({ module: relativePath.default('oracle.ts'), data, ...provenance }),
  z.strictObject({ command: argv, data, ...provenance }),
]);

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
    author,
  }),
  build: build
    .nullable()
    .default(null)
    .describe('What makes the files a candidate needs, before it is judged'),
  subject,
  oracle: oracle.prefault({}),
  objective: z.union([objective, z.array(objective).min(1)]).transform((value) => [value].flat()),
  slices: z.strictObject({ visible: z.array(name).min(1), heldOut: z.array(heldOut).default([]) }),
  proposers: z
    .array(proposer)
    .min(1)
    .default([{ kind: 'mutation', weight: 1, options: {} }]),
  strategy: plugin.default({ kind: 'evolve', options: {} }),
  control: plugin.nullable().default(null),
  acceptance: acceptanceSchema.prefault({}),
  budget: budget.prefault({}),
  guards: z
    .strictObject({
      paidRefusals: z
        .number()
        .int()
        .positive()
        .describe(
          'Proposals of models in a row without a candidate after which the run ends; 50 if left out',
        ),
    })
    .exactOptional(),
  sandbox: sandbox.prefault({}),
  seed: z
    .union([z.string().min(1), z.number().int().nonnegative()])
    .default(1)
    .transform(String),
  pipeline: z.number().int().positive().max(1024).default(8),
  notify: notifySchema.exactOptional().describe('Whom a run tells, and of what; no part of what it is'),
});

/** What a task file or `defineTask` takes. */
export type TaskInput = z.input<typeof taskSchema>;
export type TaskFields = z.output<typeof taskSchema>;
