import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { FulcrumError } from '../../kernel/errors.ts';
import { PROTOCOL_NAMES } from '../protocol.ts';

const whole = z.number().int().nonnegative();
const milliseconds = whole.max(600_000);

const pattern = z.string().refine(isExpression, 'is no regular expression');

const condition = z.strictObject({
  model: z.string().min(1).optional().describe('Exact name'),
  protocol: z.enum(PROTOCOL_NAMES).optional(),
  text: z.string().optional().describe('Part of the last message of a user or tool'),
  pattern: pattern.optional().describe('Regular expression over that message'),
  call: whole.min(1).optional().describe('Only the n-th call that meets the other conditions'),
});

const answer = z.strictObject({
  text: z.string().default(''),
  refuse: z.boolean().default(false).describe('The text is a refusal'),
  toolCalls: z
    .array(z.strictObject({ name: z.string().min(1), input: z.record(z.string(), z.json()).default({}) }))
    .default([]),
  usage: z
    .strictObject({
      input: whole.default(0),
      cachedInput: whole.default(0),
      cacheWriteShort: whole.default(0),
      cacheWriteLong: whole.default(0),
      output: whole.default(0),
    })
    .optional()
    .describe('Without it four characters count as a token'),
  delayMilliseconds: milliseconds.default(0).describe('Before the first byte'),
  eventDelayMilliseconds: milliseconds.default(0).describe('Before each event of a stream'),
  cutAfterEvents: whole.optional().describe('Break the connection there; without a stream, in the middle'),
});

const error = z.strictObject({
  error: z.strictObject({
    status: z.number().int().min(400).max(599),
    message: z.string().default('scripted error'),
    retryAfterSeconds: z.number().nonnegative().optional(),
  }),
  delayMilliseconds: milliseconds.default(0),
});

const vectors = z.strictObject({
  embed: z.literal('bag-of-tokens').describe('A vector of its tokens for each text: no model'),
  dimensions: whole.min(2).max(4096).default(64),
  inputTokens: whole.optional().describe('Without it four characters count as a token'),
  delayMilliseconds: milliseconds.default(0),
});

const raw = z.strictObject({
  body: z.string().describe('Sent as it is, with status 200: replies that no protocol knows'),
  contentType: z.string().default('application/json'),
  repeat: whole.min(1).default(1).describe('Times the body is sent'),
});

const script = z.strictObject({
  rules: z
    .array(z.strictObject({ when: condition.default({}), reply: z.union([error, raw, vectors, answer]) }))
    .min(1),
});

export type Script = z.infer<typeof script>;
export type Condition = z.infer<typeof condition>;
export type ScriptedReply = Script['rules'][number]['reply'];
export type ScriptedAnswer = z.infer<typeof answer>;
export type ScriptedVectors = z.infer<typeof vectors>;

/** A script from a value. @throws FulcrumError `FULCRUM_E_SCRIPT_INVALID` naming the field */
export function defineScript(value: z.input<typeof script>, where = 'script'): Script {
  const parsed = script.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw invalid(`${where}: ${issue.path.join('.')}`, issue.message, parsed.error);
}

/** A script from a YAML or JSON file. @throws FulcrumError `FULCRUM_E_SCRIPT_INVALID` naming file and field */
export function loadScript(file: string): Script {
  let value: unknown;
  try {
    const document = parseDocument(readFileSync(file, 'utf8'), { uniqueKeys: true });
    if (document.errors[0] !== undefined) throw document.errors[0];
    value = document.toJS();
  } catch (cause) {
    throw invalid(file, (cause as Error).message.split('\n')[0]!, cause);
  }
  return defineScript(value as z.input<typeof script>, file);
}

function invalid(where: string, what: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SCRIPT_INVALID',
    domain: 'usage',
    what: `The script of model replies is not valid: ${what}`,
    where,
    mend: 'Correct it; docs/guides/metering.md shows its form.',
    cause,
  });
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
