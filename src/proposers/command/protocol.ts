import { z } from 'zod';
import type { ParentView, ProposalRequest } from '../../kernel/contracts/proposer.ts';
import type { BlockEdits } from '../../workspace/edit-blocks.ts';
import { editsFromBlocks, editsFromFiles, editsFromPatch } from '../../workspace/edit-blocks.ts';

const PROTOCOL = 1;

const answer = z.strictObject({
  edits: z.array(z.strictObject({ path: z.string(), content: z.string().nullable() })).optional(),
  patch: z.string().optional(),
  blocks: z.string().optional(),
  nothing: z.string().optional(),
  summary: z.string().optional(),
  operator: z.string().optional(),
});

export type Answer =
  | {
      readonly kind: 'change';
      readonly change: BlockEdits;
      readonly summary: string | null;
      readonly operator: string | null;
    }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string };

/** What the program reads: one JSON value, ended by the end of its input. Held-out results are no part of it. */
export function requestText(request: ProposalRequest): string {
  return JSON.stringify({
    protocol: PROTOCOL,
    number: request.number,
    intent: request.intent,
    // The same for the same run and number, so that a program that draws from it alone repeats itself.
    seed: request.random.below(2 ** 32),
    parents: request.parents.map(parentOf),
  });
}

function parentOf({ candidate, files, feedback }: ParentView): object {
  const texts = files.editable().flatMap((path) => {
    const text = files.read(path);
    return text === null ? [] : [[path, text] as const];
  });
  const { number, provenance } = candidate;
  return { number, summary: provenance.summary, files: Object.fromEntries(texts), feedback };
}

/** Reads what the program printed, for a change of the first parent. */
export function readAnswer(stdout: string, { files }: ParentView): Answer {
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch {
    const empty = stdout.trim() === '';
    return malformed(
      empty ? 'the program printed nothing' : 'what the program printed is not one JSON value',
    );
  }
  const parsed = answer.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return malformed(
      `the answer of the program is malformed${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${message}`,
    );
  }
  const { edits, patch, blocks, nothing, summary = null, operator = null } = parsed.data;
  const given = [edits, patch, blocks, nothing].filter((part) => part !== undefined);
  if (given.length !== 1)
    return malformed('the answer needs exactly one of edits, patch, blocks and nothing');
  if (nothing !== undefined) return { kind: 'nothing', reason: nothing };
  if (edits !== undefined) return { kind: 'change', change: editsFromFiles(files, edits), summary, operator };
  if (patch !== undefined) return { kind: 'change', change: editsFromPatch(files, patch), summary, operator };
  return { kind: 'change', change: editsFromBlocks(files, blocks!), summary, operator };
}

function malformed(reason: string): Answer {
  return { kind: 'malformed', reason };
}
