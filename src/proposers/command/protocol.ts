import { z } from 'zod';
import type { ParentView, ProposalRequest } from '../../kernel/contracts/proposer.ts';
import type { BlockEdits } from '../../workspace/edit-blocks.ts';
import { readStatedChange, statedChange } from '../stated-change.ts';

const PROTOCOL = 1;

const answer = z.strictObject({
  ...statedChange,
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
    ...(request.focus && { focus: request.focus }),
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
  const { nothing, summary = null, operator = null, ...stated } = parsed.data;
  const isChange = Object.values(stated).some((part) => part !== undefined);
  if (nothing !== undefined && !isChange) return { kind: 'nothing', reason: nothing };
  const change = nothing === undefined ? readStatedChange(files, stated) : null;
  if (change === null) return malformed('the answer needs exactly one of edits, patch, blocks and nothing');
  return { kind: 'change', change, summary, operator };
}

function malformed(reason: string): Answer {
  return { kind: 'malformed', reason };
}
