import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { FulcrumError } from '../../kernel/errors.ts';

const entrySchema = z.strictObject({
  version: z.literal(1),
  base: z.strictObject({ number: z.int().min(0), tree: z.string().regex(/^[0-9a-f]{64}$/) }),
  edits: z.array(z.strictObject({ path: z.string(), content: z.string().nullable() })).min(1),
  files: z.record(z.string(), z.string()),
  summary: z.string().min(1),
  author: z.string().min(1),
});

/** Who puts proposals into an inbox: people by the command line, programs by MCP. Each kind of proposer has its own. */
export const INBOX_KINDS = ['human', 'mcp'] as const;

export type InboxKind = (typeof INBOX_KINDS)[number];

/** A proposal from outside, as it waits in the run directory. */
export interface InboxEntry {
  readonly version: 1;
  /** The candidate it changes. */
  readonly base: { readonly number: number; readonly tree: string };
  /** The change, for people. */
  readonly edits: readonly { readonly path: string; readonly content: string | null }[];
  /** The editable files as they are meant to be, so that the outcome does not depend on what it is applied to. */
  readonly files: { readonly [path: string]: string };
  readonly summary: string;
  /** A person's name, or what an MCP client says of itself. */
  readonly author: string;
}

/** A proposal with its place in the queue and, once it was taken, the number of the proposal it became. */
export interface InboxItem {
  readonly id: number;
  readonly takenBy: number | null;
}

const FOLDERS: { readonly [kind in InboxKind]: string } = { human: 'inbox', mcp: 'inbox-mcp' };

/** The folder of an inbox in a run directory. It is made by the first proposal. */
export function inboxOf(runDirectory: string, kind: InboxKind): string {
  return join(runDirectory, FOLDERS[kind]);
}

/** Every proposal there is, oldest first. */
export function listInbox(inbox: string): readonly InboxItem[] {
  if (!existsSync(inbox)) return [];
  const names = readdirSync(inbox);
  const takenBy = new Map(
    names.flatMap((name) => {
      const match = /^(\d+)\.taken-by-(\d+)$/.exec(name);
      return match === null ? [] : [[Number(match[1]), Number(match[2])] as const];
    }),
  );
  return names
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((left, right) => left - right)
    .map((id) => ({ id, takenBy: takenBy.get(id) ?? null }));
}

/** Whether there is a proposal of that number, taken or not. */
export function hasEntry(inbox: string, id: number): boolean {
  return existsSync(fileOf(inbox, id));
}

/** Another number whenever the list of proposals may be another one. */
export function changeOf(inbox: string): number {
  return statSync(inbox, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Puts a proposal at the end of the queue, whole or not at all, and returns its number there. */
export function submit(inbox: string, entry: InboxEntry): number {
  mkdirSync(inbox, { recursive: true });
  const draft = join(inbox, `draft-${randomBytes(8).toString('hex')}`);
  try {
    writeFileSync(draft, `${JSON.stringify(entry, null, 2)}\n`, { flag: 'wx', flush: true });
    for (;;) {
      const id = (listInbox(inbox).at(-1)?.id ?? 0) + 1;
      if (linked(draft, fileOf(inbox, id))) return id;
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Notes that a proposal became that of the given number. Done again it changes nothing. */
export function markTaken(inbox: string, id: number, number: number): void {
  writeFileSync(join(inbox, `${id}.taken-by-${number}`), '', { flush: true });
}

/** Puts what was taken from one inbox into another, where the same numbers will take it. */
export function copyTaken(from: string, to: string): void {
  for (const { id, takenBy } of listInbox(from)) {
    if (takenBy === null) continue;
    mkdirSync(to, { recursive: true });
    copyFileSync(fileOf(from, id), fileOf(to, id));
    markTaken(to, id, takenBy);
  }
}

/** @throws FulcrumError `FULCRUM_E_INBOX_ENTRY` when the file is not as `submit` wrote it */
export function readEntry(inbox: string, id: number): InboxEntry {
  const file = fileOf(inbox, id);
  try {
    return entrySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_INBOX_ENTRY',
      domain: 'usage',
      what: 'a proposal in the inbox cannot be read',
      where: file,
      mend: 'Remove the file, and propose the change again',
      cause,
    });
  }
}

/** A link fails where the file exists already: two who submit at once get two numbers. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function fileOf(inbox: string, id: number): string {
  return join(inbox, `${String(id).padStart(6, '0')}.json`);
}
