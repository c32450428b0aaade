import { formatPatch, structuredPatch } from 'diff';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import { visibleText } from '../../report/text.ts';
import { LOOKED_BEYOND } from '../../telemetry/content.ts';
import { changedFiles } from '../../workspace/changes.ts';
import type { Change } from '../../workspace/changes.ts';
import { findFile } from '../../workspace/tree.ts';
import { notACandidate, readStory } from '../cli/candidate-story.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import type { FollowedRun } from './followed-run.ts';
import { plainCapped } from './plain-reply.ts';
import type { DiffReply } from './protocol.ts';

type FileDiff = DiffReply['files'][number];

const MOST_FILES = 200;
/** Of a file that is compared, in bytes; of a larger one its beginning. */
const MOST_BYTES = 256 * 1024;
const LONGEST_LINE = 2000;
const LONGEST_PATCH = 400_000;
/** Of all patches of a reply together, in UTF-16 units. */
const LONGEST_PATCHES = 4 * 2 ** 20;
/** Edits of a reply after which files count as too different; bounds the time Myers' algorithm takes. */
const MOST_EDITS = 4000;

/**
 * The change from one candidate to another, a unified patch a file. A patch is for reading: of long lines and large files
 * it shows the beginning and says so. Files that come after too many edits, or after too much text, have none.
 *
 * @param before a candidate's number, `baseline` or `best`
 * @throws FulcrumError `FULCRUM_E_CANDIDATE_MISSING`, `FULCRUM_E_CANDIDATE_REFUSED`
 */
export function diffReply(run: FollowedRun, before: string, after: string): DiffReply {
  const ledger = run.ledger();
  const [left, right] = [before, after].map((name) => candidateNamed(run, name)) as [Named, Named];
  const changes = changedFiles(ledger, left.tree, right.tree);
  const compare = createComparison(ledger, left.tree, right.tree);
  const files = changes.slice(0, MOST_FILES).map(compare);
  const more = changes.length - files.length;
  const rest: readonly FileDiff[] =
    more === 0 ? [] : [{ path: `and ${more} more files`, patch: '', cut: true }];
  return { before: left.number, after: right.number, files: [...files, ...rest] };
}

interface Named {
  readonly number: number;
  readonly tree: string;
}

function candidateNamed(run: FollowedRun, name: string): Named {
  const { number, candidate, measurement } = readStory(run.ledger(), run.standing().state, name);
  const shown = candidate ?? measurement?.candidate;
  if (shown !== undefined && shown !== null) return { number, tree: shown.tree };
  throw notACandidate(number, 'Name another');
}

/** Compares file for file, with one allowance of edits and of text for all of them: what is shown depends on both trees alone. */
function createComparison(ledger: Ledger, before: string, after: string): (change: Change) => FileDiff {
  const known = environmentSecrets(process.env);
  let edits = MOST_EDITS;
  let room = LONGEST_PATCHES;
  return ({ path, kind }) => {
    const name = plainCapped(path, 500, known).replaceAll(/\s/g, ' ');
    if (edits <= 0 || room <= 0) return { path: name, patch: '', cut: true };
    const [left, right] = [before, after].map((tree) => shownText(ledger, tree, path, known)) as [
      Shown,
      Shown,
    ];
    const oldName = kind === 'added' ? '/dev/null' : `a/${name}`;
    const newName = kind === 'removed' ? '/dev/null' : `b/${name}`;
    const made = patchOf({ name: oldName, ...left }, { name: newName, ...right }, edits);
    edits -= made?.edits ?? edits;
    if (made === null) return { path: name, patch: '', cut: true };
    const patch = upToLine(made.patch, Math.min(LONGEST_PATCH, room));
    room -= Math.min(LONGEST_PATCH, made.patch.length);
    return { path: name, patch, cut: patch !== made.patch || left.cut || right.cut };
  };
}

/** Null after `most` edits. */
function patchOf(
  left: Shown & { readonly name: string },
  right: Shown & { readonly name: string },
  most: number,
): { readonly patch: string; readonly edits: number } | null {
  if (left.text === null || right.text === null)
    return { patch: `Binary files ${left.name} and ${right.name} differ\n`, edits: 0 };
  const options = { context: 3, maxEditLength: most };
  const made = structuredPatch(left.name, right.name, left.text, right.text, undefined, undefined, options);
  if (made === undefined) return null;
  const changed = made.hunks.flatMap(({ lines }) => lines).filter((line) => /^[+-]/.test(line));
  return { patch: formatPatch(made), edits: changed.length };
}

interface Shown {
  /** Null for bytes that are no text; empty where there is no file. */
  readonly text: string | null;
  readonly cut: boolean;
}

function shownText(ledger: Ledger, tree: string, path: string, known: readonly string[]): Shown {
  const file = findFile(ledger, tree, path);
  if (file === null) return { text: '', cut: false };
  const bytes = ledger.get(file.hash);
  const text = decoded(bytes.subarray(0, MOST_BYTES + LOOKED_BEYOND));
  if (text === null) return { text: null, cut: false };
  // What cannot be seen is written out: a change that hides is the one a person has to see.
  const clean = redactSecrets(visibleText(text), known).text;
  let cut = bytes.length > MOST_BYTES;
  // What is cut at its far end may end in half a secret, and comes close where much was taken out.
  const unsure = bytes.length > MOST_BYTES + LOOKED_BEYOND ? LOOKED_BEYOND / 2 : 0;
  const sure = Math.max(0, clean.length - unsure);
  const lines = (cut ? clean.slice(0, Math.min(MOST_BYTES, sure)).toWellFormed() : clean)
    .split('\n')
    .map((line) => {
      if (line.length <= LONGEST_LINE) return line;
      cut = true;
      return `${line.slice(0, LONGEST_LINE).toWellFormed()}…`;
    });
  return { text: lines.join('\n'), cut };
}

/** Null for bytes that are no UTF-8; a character that was cut in two at the end is left out. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function upToLine(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, text.lastIndexOf('\n', limit - 1) + 1);
}
