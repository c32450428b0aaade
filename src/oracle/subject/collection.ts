import type { CollectionLimits } from '../../kernel/task.ts';
import { pathFault, pathMatcher } from '../../workspace/paths.ts';
import { readPlain } from './plain-data.ts';
import type { Plain } from './plain-data.ts';
import type { Deadline, Exchange, SubjectEnd, SubjectSession } from './session.ts';

/** Which files of a program's folder are wanted, and how much may be taken. */
export interface CollectionOrder {
  /** Each must match a file. */
  readonly globs: readonly string[];
  readonly limits: CollectionLimits;
}

/** How a program ended. Evidence, no verdict. */
export interface ProgramRun {
  readonly kind: 'ran';
  /** As a shell reports it: 128 and more is a signal. */
  readonly exitCode: number;
  /** The last 4 KiB of each. */
  readonly stdout: string;
  readonly stderr: string;
  /** Of what was captured whole, which `collectReport` takes. */
  readonly reportBytes: number;
}

export interface CollectedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

export interface Collection {
  readonly kind: 'collected';
  /** By path, in UTF-16 order. */
  readonly files: readonly CollectedFile[];
}

/** Time for one piece of a file to arrive. */
const PIECE: Deadline = { milliseconds: 10_000, reason: 'its files could not be read in time' };
const LARGEST_PIECE = 4 * 2 ** 20;
/** Room for the nonce and the rest of a reply. */
const REPLY_OVERHEAD = 256;

/** Lets the program in a sandbox run to its end, after which nothing of it is left running. */
export async function runProgram(
  session: SubjectSession,
  loadPayload: string,
  { limits }: CollectionOrder,
): Promise<ProgramRun | SubjectEnd> {
  const reason = `it did not come to its end within ${limits.seconds} s`;
  const reply = await session.exchange('load', loadPayload, { milliseconds: limits.seconds * 1000, reason });
  if (reply.kind === 'threw') return ended('crash', `it cannot be run: ${textIn(reply)}`);
  const read = reading(reply);
  if (isEnd(read)) return read;
  const run = runIn(read.value);
  return run ?? tampered();
}

/**
 * Takes the files that the program left, one piece after the other. Only regular files are taken, never more than the
 * order allows, and only under names that a workspace could hold.
 *
 * @param answerBytes longest reply that the session reads
 */
export async function collectFiles(
  session: SubjectSession,
  { globs, limits }: CollectionOrder,
  answerBytes: number,
): Promise<Collection | SubjectEnd> {
  const listed = reading(await session.exchange('call', '["list"]', PIECE));
  if (isEnd(listed)) return listed;
  const entries = entriesIn(listed.value);
  if (entries === null) return tampered();
  const isWanted = pathMatcher(globs);
  const wanted = entries.filter(({ path }) => isWanted(path));
  const fault = faultOf(wanted, { globs, limits });
  if (fault !== null) return fault;
  const files: CollectedFile[] = [];
  for (const entry of wanted.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    const bytes = await readPieces(session, entry.size, answerBytes, {
      question: (offset, length) => ['read', entry.path, offset, length],
      name: entry.path,
    });
    if (isEnd(bytes)) return bytes;
    files.push({ path: entry.path, bytes, executable: entry.executable });
  }
  return { kind: 'collected', files };
}

/** Takes what was captured whole of a program's run, piece by piece. */
export async function collectReport(
  session: SubjectSession,
  { reportBytes }: ProgramRun,
  { bytes, answerBytes }: { readonly bytes: number; readonly answerBytes: number },
): Promise<Uint8Array | SubjectEnd> {
  if (reportBytes > bytes) return ended('refused', `its report was longer than ${bytes} bytes`);
  return readPieces(session, reportBytes, answerBytes, {
    question: (offset, length) => ['report', offset, length],
    name: 'its report',
  });
}

interface Entry {
  readonly path: string;
  readonly regular: boolean;
  readonly size: number;
  readonly executable: boolean;
}

async function readPieces(
  session: SubjectSession,
  size: number,
  answerBytes: number,
  part: {
    readonly question: (offset: number, length: number) => readonly (string | number)[];
    readonly name: string;
  },
): Promise<Uint8Array | SubjectEnd> {
  const piece = Math.min(LARGEST_PIECE, Math.floor(((answerBytes - REPLY_OVERHEAD) * 3) / 4));
  const bytes = Buffer.alloc(size);
  for (let offset = 0; offset < size; offset += piece) {
    const length = Math.min(piece, size - offset);
    const payload = JSON.stringify(part.question(offset, length));
    const read = reading(await session.exchange('call', payload, PIECE));
    if (isEnd(read)) return read;
    if (typeof read.value !== 'string') return tampered();
    const received = Buffer.from(read.value, 'base64');
    if (received.length !== length) return ended('refused', `${part.name} changed while it was read`);
    received.copy(bytes, offset);
  }
  return bytes;
}

function faultOf(entries: readonly Entry[], { globs, limits }: CollectionOrder): SubjectEnd | null {
  const unmatched = globs.find((glob) => {
    const matches = pathMatcher([glob]);
    return !entries.some(({ path }) => matches(path));
  });
  if (unmatched !== undefined) return ended('crash', `it left no file that matches ${unmatched}`);
  if (new Set(entries.map(({ path }) => path)).size < entries.length) return tampered();
  for (const { path, regular } of entries) {
    const fault = pathFault(path);
    if (fault !== null) return ended('refused', `the name of a file it left ${fault}`);
    if (!regular) return ended('refused', `${path} is no regular file`);
  }
  if (entries.length > limits.files)
    return ended('refused', `it left ${entries.length} files where ${limits.files} are allowed`);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.bytes)
    return ended('refused', `its files have ${bytes} bytes where ${limits.bytes} are allowed`);
  return null;
}

function reading(reply: Exchange): { readonly kind: 'read'; readonly value: Plain } | SubjectEnd {
  if (reply.kind === 'ended') return reply;
  if (reply.kind === 'threw') return ended('refused', `its files cannot be read: ${textIn(reply)}`);
  try {
    return reply.kind === 'value' ? { kind: 'read', value: readPlain(reply.payload) } : tampered();
  } catch {
    return tampered();
  }
}

function isEnd(value: object): value is SubjectEnd {
  return 'kind' in value && value.kind === 'ended';
}

function textIn({ payload }: { readonly payload: string }): string {
  try {
    const message = readPlain(payload);
    if (typeof message === 'string') return message;
  } catch {
    // Malformed, as below.
  }
  return 'an error that cannot be read';
}

function runIn(value: Plain): ProgramRun | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { exitCode, stdout, stderr, reportBytes } = value as { readonly [field: string]: Plain };
  if (!Number.isInteger(exitCode) || typeof stdout !== 'string' || typeof stderr !== 'string') return null;
  if (!Number.isSafeInteger(reportBytes) || (reportBytes as number) < 0) return null;
  return { kind: 'ran', exitCode: exitCode as number, stdout, stderr, reportBytes: reportBytes as number };
}

function entriesIn(value: Plain): readonly Entry[] | null {
  if (!Array.isArray(value)) return null;
  const entries: Entry[] = [];
  for (const row of value as readonly Plain[]) {
    if (!Array.isArray(row)) return null;
    const [path, regular, size, executable] = row as readonly Plain[];
    if (typeof path !== 'string' || typeof regular !== 'boolean' || typeof executable !== 'boolean')
      return null;
    if (!Number.isSafeInteger(size) || (size as number) < 0) return null;
    entries.push({ path, regular, size: size as number, executable });
  }
  return entries;
}

function tampered(): SubjectEnd {
  return ended('refused', 'the program that starts it was tampered with');
}

function ended(status: SubjectEnd['status'], reason: string): SubjectEnd {
  return { kind: 'ended', status, reason, fault: null, exit: null };
}
