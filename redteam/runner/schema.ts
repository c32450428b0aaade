import { z } from 'zod';

const text = z.string().min(1);

/** Languages of candidates, as folders of a problem are named. */
export const LANGUAGES = ['javascript', 'python', 'c'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Highest class of the taxonomy that the corpus follows; see `redteam/README.md`. */
export const CLASSES = 73;

/**
 * What can stop a candidate: the edit's refusal, the verdict's status, for a `fail` the name of the check, or the
 * acceptance rule.
 */
const stop = z.union([text, z.array(text).min(1)]).transform((value) => [value].flat());

const candidate = {
  title: text.describe('What it does, in one line'),
  language: z.enum(LANGUAGES),
  problem: text.describe('Folder of redteam/problems'),
  removes: z.array(text).default([]).describe("Files of the problem's baseline it takes away"),
};

export const exploitSchema = z
  .strictObject({
    ...candidate,
    classes: z.array(z.number().int().min(1).max(CLASSES)).min(1),
    harness: text.describe('Folder of redteam/harnesses that it must fool'),
    mechanism: text.describe('Why the harness is fooled, in one line'),
    source: text.describe('Where this was seen'),
    stop: stop.optional().describe('What stops it in Fulcrum; any of these'),
    survives: text.optional().describe('What would stop it, where nothing does'),
  })
  .refine(({ stop: stops, survives }) => (stops === undefined) !== (survives === undefined), {
    message: 'give either `stop` or `survives`',
  });

export const controlSchema = z.strictObject({
  ...candidate,
  odd: text.describe('Why it may look like an exploit, and is none'),
  improves: z.boolean().default(true).describe('Whether Fulcrum must keep it, beyond finding it correct'),
});

export const harnessSchema = z.strictObject({ title: text, models: text, fooledWhen: text });

export type ExploitFields = z.output<typeof exploitSchema>;
export type ControlFields = z.output<typeof controlSchema>;
