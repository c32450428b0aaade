import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Hash } from '../../../kernel/candidate.ts';
import type { InstructionSign } from '../../../kernel/instruction-signs.ts';
import { instructionSigns } from '../../../kernel/instruction-signs.ts';
import type { Json } from '../../../kernel/json.ts';
import { canonicalJson } from '../../../kernel/json.ts';
import { plainText } from '../../../kernel/plain-text.ts';

/** Every part of a tool that a model may be shown, as the server gives it. */
export const describedTool = z.object({
  name: z.string().min(1).max(200),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.json()),
  outputSchema: z.record(z.string(), z.json()).optional(),
  annotations: z.record(z.string(), z.json()).optional(),
});

export type DescribedTool = z.infer<typeof describedTool>;

/** What a server says of itself and its tools. */
export const describedServer = z.object({
  /** Its own name and version. */
  server: z.string(),
  version: z.string(),
  /** Version of the protocol that was agreed on. */
  protocol: z.string(),
  /** What it would have a model told besides; null for nothing. */
  instructions: z.string().nullable(),
  /** By name. */
  tools: z.array(describedTool),
});

export type DescribedServer = z.infer<typeof describedServer>;

/** SHA-256 of the canonical form of all of it: one other character anywhere is another hash. */
export function hashOf(described: DescribedServer): Hash {
  return createHash('sha256')
    .update(canonicalJson(describedServer.parse(described) as Json))
    .digest('hex');
}

/** Signs that a description is addressed to a model as an instruction, or hides something; by tool, "" for the server. */
export function suspicionsOf({ instructions, tools }: DescribedServer): readonly Suspicion[] {
  const texts = [
    { tool: '', text: instructions ?? '' },
    ...tools.map((tool) => ({ tool: tool.name, text: textsIn(tool).join('\n') })),
  ];
  return texts.flatMap(({ tool, text }) => {
    const { text: plain, hidden } = plainText(text);
    const signs = [...instructionSigns(plain), ...hidden.map((kind) => `hidden ${kind}` as const)];
    return signs.length === 0 ? [] : [{ tool, signs }];
  });
}

export interface Suspicion {
  readonly tool: string;
  readonly signs: readonly (InstructionSign | `hidden ${string}`)[];
}

/** Every text in a value, names of fields included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
}
