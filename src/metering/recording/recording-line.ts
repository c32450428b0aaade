import { z } from 'zod';

export const LINES_FILE = 'calls.ndjson';
export const BODIES_FOLDER = 'bodies';

/** What a replay needs of one line; the rest is for readers. */
export const recordingLine = z.object({
  call: z.number().int().positive(),
  /** Whom it was made for. */
  holder: z.string().nullable().default(null),
  /** How often the recording had been opened: a run that is resumed counts its calls from 1 on again. */
  part: z.number().int().positive().default(1),
  outcome: z.string(),
  attempts: z.number().int().nonnegative(),
  replay: z
    .object({
      key: z.string(),
      /** The request without secrets, by SHA-256; null when bodies are not recorded. */
      request: z.string().nullable(),
      reply: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('body'),
          status: z.number(),
          headers: z.record(z.string(), z.string()),
          body: z.string(),
          /** How it ended before its end. */
          broken: z
            .object({ failure: z.enum(['cut', 'timed-out']), code: z.string(), message: z.string() })
            .nullable(),
        }),
        z.object({
          kind: z.literal('failure'),
          failure: z.enum(['unreachable', 'cut', 'timed-out', 'unmatched', 'over-budget', 'budget-held']),
          code: z.string(),
          message: z.string(),
          reached: z.boolean(),
        }),
        z.object({ kind: z.literal('withheld'), reason: z.string() }),
      ]),
    })
    .nullable(),
});

export type RecordingLine = z.infer<typeof recordingLine>;
export type BrokenReply = Extract<RecordedReply, { readonly kind: 'body' }>['broken'];
export type RecordedReply = NonNullable<RecordingLine['replay']>['reply'];
