import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AUTHOR_KINDS } from '../kernel/authorship.ts';
import type { Hash } from '../kernel/candidate.ts';
import { taintOf } from '../kernel/data-block.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { MemoryEntry, MemoryOrigin } from '../kernel/memory.ts';
import { plainText } from '../kernel/plain-text.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const origin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    run: hash,
    task: hash,
    candidate: z.int().min(0),
    tree: hash,
    decision: z.enum(['keep', 'discard', 'inconclusive', 'crash', 'escalate']),
    score: z.number().nullable(),
    proposer: z.string(),
    author: z
      .strictObject({
        kind: z.enum(AUTHOR_KINDS),
        family: z.string().nullable(),
        context: z.array(z.string()),
        at: z.string().nullable(),
      })
      .nullable(),
  }),
  z.strictObject({ kind: z.literal('person'), name: z.string().min(1) }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1) }),
]);

export const memoryEntrySchema = z.strictObject({
  version: z.literal(1),
  text: z.string().min(1),
  origin,
  at: z.iso.datetime().nullable(),
  taint: z.array(z.string()),
});

/** An entry of this text: only what can be seen is kept of it, without secrets; what it holds besides is named. */
export function memoryEntry(text: string, from: MemoryOrigin, at: string | null): MemoryEntry {
  const clean = redactSecrets(plainText(text).text, []).text.trim();
  return { version: 1, text: clean, origin: from, at, taint: taintOf(text) };
}

export function memoryDigest(entry: MemoryEntry): Hash {
  return createHash('sha256').update(writtenMemory(entry)).digest('hex');
}

/** The canonical form, whose hash is the name. */
export function writtenMemory(entry: MemoryEntry): string {
  return canonicalJson(entry as unknown as Json);
}
