import { readFileSync } from 'node:fs';
import { FulcrumError } from '../../../kernel/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { MemoryOrigin } from '../../../kernel/memory.ts';
import { LONGEST_MEMORY } from '../../../kernel/memory.ts';
import { chooseMemory } from '../../../memory/choose-memory.ts';
import { memoryEntry } from '../../../memory/memory-entry.ts';
import type { StoredMemory } from '../../../memory/memory-store.ts';
import { addMemory, forgetMemory, listMemory } from '../../../memory/memory-store.ts';
import { memoryDirectory } from '../../run-directory.ts';
import { configuredName } from '../configured-name.ts';
import { sanitise } from '../display/sanitise.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { taskDirectoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';

const SHOWN_DIGITS = 12;

/** `fulcrum memory list`: the entries in the order in which runs are told. */
export function memoryListCommand(task: string, all: boolean, output: Output): ExitCode {
  const stored = listMemory(folderOf(task));
  const told = chooseMemory(stored, stored.length);
  const shown = all ? [...told, ...stored.filter(({ forgotten }) => forgotten !== null)] : told;
  if (shown.length === 0) output.text('nothing is remembered');
  for (const item of shown) output.both(valueOf(item), () => lineOf(item));
  return EXIT_CODES.finished;
}

/** `fulcrum memory show <entry>`. */
export function memoryShowCommand(task: string, name: string, output: Output): ExitCode {
  const item = find(task, name);
  const { digest, entry, forgotten } = item;
  output.both(valueOf(item), () =>
    [
      digest,
      `  from     ${originText(entry.origin)}`,
      `  at       ${entry.at ?? 'not known'}`,
      ...(entry.taint.length === 0 ? [] : [`  flagged  ${entry.taint.join(', ')}`]),
      ...(forgotten === null
        ? []
        : [
            `  forgotten by ${sanitise(forgotten.by, 60)} at ${forgotten.at}: ${sanitise(forgotten.reason, 200)}`,
          ]),
      '',
      ...entry.text.split('\n').map((line) => `  ${sanitise(line, 400)}`),
    ].join('\n'),
  );
  return EXIT_CODES.finished;
}

export interface AddedMemory {
  readonly text: string | null;
  readonly file: string | null;
  /** Null takes the name from the configuration of git. */
  readonly author: string | null;
}

/** `fulcrum memory add`: an entry of a person. Secrets are taken out of it, and what it is flagged for is said. */
export function memoryAddCommand(task: string, added: AddedMemory, output: Output): ExitCode {
  const entry = memoryEntry(textOf(added), personOf(task, added.author), new Date().toISOString());
  if (entry.text === '') throw badText('there is nothing to remember');
  if (entry.text.length > LONGEST_MEMORY)
    throw badText(`${entry.text.length} characters are more than the ${LONGEST_MEMORY} of an entry`);
  const digest = addMemory(folderOf(task), entry);
  const flagged = entry.taint.length === 0 ? '' : `, flagged: ${entry.taint.join(', ')}`;
  output.both(valueOf({ digest, entry, forgotten: null }), () => `remembered as ${short(digest)}${flagged}`);
  return EXIT_CODES.finished;
}

export interface ForgottenMemory {
  readonly entry: string;
  readonly reason: string;
  readonly author: string | null;
}

/** `fulcrum memory forget <entry>`: it stays on the disk, for the runs that were told. */
export function memoryForgetCommand(
  task: string,
  { entry, reason, author }: ForgottenMemory,
  output: Output,
): ExitCode {
  const { digest } = find(task, entry);
  const by = personOf(task, author).name;
  forgetMemory(folderOf(task), digest, {
    version: 1,
    by,
    at: new Date().toISOString(),
    reason: sanitise(reason, 400),
  });
  output.both({ type: 'memory-forgotten', digest }, () => `no later run is told ${short(digest)}`);
  return EXIT_CODES.finished;
}

function folderOf(task: string): string {
  return memoryDirectory(taskDirectoryOf({ task, name: '' }));
}

function personOf(task: string, author: string | null): Extract<MemoryOrigin, { kind: 'person' }> {
  const given = author ?? configuredName(taskDirectoryOf({ task, name: '' }));
  return { kind: 'person', name: sanitise(given, 200) };
}

function textOf({ text, file }: AddedMemory): string {
  if (text !== null && file !== null) throw badText('a text and a file are given at once');
  if (file === null) return text ?? '';
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw badText('the file cannot be read', file, cause);
  }
}

function find(task: string, name: string): StoredMemory {
  const found = /^[0-9a-f]{4,64}$/.test(name)
    ? listMemory(folderOf(task)).filter(({ digest }) => digest.startsWith(name))
    : [];
  if (found.length === 1) return found[0]!;
  throw new FulcrumError({
    code: 'FULCRUM_E_MEMORY_MISSING',
    domain: 'usage',
    what: found.length === 0 ? 'the memory has no such entry' : `${found.length} entries begin so`,
    where: sanitise(name, 80),
    mend: 'Give more of its name, of 4 digits at least, as `fulcrum memory list --all` shows it',
  });
}

function valueOf({ digest, entry, forgotten }: StoredMemory): JsonObject {
  return { type: 'memory', digest, ...(entry as unknown as JsonObject), forgotten };
}

function lineOf({ digest, entry: { origin, text, taint }, forgotten }: StoredMemory): string {
  const marks = [...(taint.length === 0 ? [] : ['flagged']), ...(forgotten === null ? [] : ['forgotten'])];
  const noted = marks.length === 0 ? '' : `  [${marks.join(', ')}]`;
  return `${short(digest)}  ${originText(origin)}${noted}  ${sanitise(text, 120)}`;
}

function originText(origin: MemoryOrigin): string {
  switch (origin.kind) {
    case 'run': {
      const { run, candidate, decision, score, proposer } = origin;
      const scored = score === null ? '' : `, score ${score}`;
      return `${decision}${scored}, candidate ${candidate} of run ${short(run)} by ${sanitise(proposer, 40)}`;
    }
    case 'person':
      return sanitise(origin.name, 60);
    case 'file':
      return sanitise(origin.path, 120);
  }
}

function short(digest: string): string {
  return digest.slice(0, SHOWN_DIGITS);
}

function badText(what: string, where = 'fulcrum memory add', cause?: unknown): FulcrumError {
  const mend = 'Give one text as an argument or with --file';
  return new FulcrumError({ code: 'FULCRUM_E_MEMORY_TEXT', domain: 'usage', what, where, mend, cause });
}
