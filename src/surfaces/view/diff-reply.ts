import { formatPatch, structuredPatch } from 'diff';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import { visibleText } from '../../report/text.ts';
import { changedFiles } from '../../workspace/changes.ts';
import type { Change } from '../../workspace/changes.ts';
import { findFile } from '../../workspace/tree.ts';
import { readStory } from '../cli/candidate-story.ts';
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
/** Edits after which two files count as too different; bounds the time Myers' algorithm takes. */
const MOST_EDITS = 4000;

/**
 * The change from one candidate to another, a unified patch a file. A patch is for reading: of long lines and large files
 * it shows the beginning and says so.
 *
 * @param before a candidate's number, `baseline` or `best`
 * @throws FulcrumError `FULCRUM_E_CANDIDATE_MISSING`, `FULCRUM_E_CANDIDATE_REFUSED`
 */
export function diffReply(run: FollowedRun, before: string, after: string): DiffReply {
  const ledger = run.ledger();
  const [left, right] = [before, after].map((name) => candidateNamed(run, name)) as [Named, Named];
  const changes = changedFiles(ledger, left.tree, right.tree);
  const files = changes.slice(0, MOST_FILES).map((change) => fileDiff(ledger, left.tree, right.tree, change));
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
  throw new FulcrumError({
    code: 'FULCRUM_E_CANDIDATE_REFUSED',
    domain: 'usage',
    what: `proposal ${number} never became a candidate, so it has no files to compare`,
    where: `proposal ${number}`,
    mend: 'Name another',
  });
}

function fileDiff(ledger: Ledger, before: string, after: string, { path, kind }: Change): FileDiff {
  const [left, right] = [before, after].map((tree) => shownText(ledger, tree, path)) as [Shown, Shown];
  const name = plainCapped(path, 500).replaceAll(/\s/g, ' ');
  const oldName = kind === 'added' ? '/dev/null' : `a/${name}`;
  const newName = kind === 'removed' ? '/dev/null' : `b/${name}`;
  if (left.text === null || right.text === null)
    return { path: name, patch: `Binary files ${oldName} and ${newName} differ\n`, cut: false };
  const options = { context: 3, maxEditLength: MOST_EDITS };
  const made = structuredPatch(oldName, newName, left.text, right.text, undefined, undefined, options);
  if (made === undefined) return { path: name, patch: '', cut: true };
  const patch = formatPatch(made);
  const whole = patch.length <= LONGEST_PATCH;
  return {
    path: name,
    patch: whole ? patch : upToLine(patch, LONGEST_PATCH),
    cut: !whole || left.cut || right.cut,
  };
}

interface Shown {
  /** Null for bytes that are no text; empty where there is no file. */
  readonly text: string | null;
  readonly cut: boolean;
}

function shownText(ledger: Ledger, tree: string, path: string): Shown {
  const file = findFile(ledger, tree, path);
  if (file === null) return { text: '', cut: false };
  const bytes = ledger.get(file.hash);
  const text = decoded(bytes.subarray(0, MOST_BYTES));
  if (text === null) return { text: null, cut: false };
  let cut = bytes.length > MOST_BYTES;
  // What cannot be seen is written out: a change that hides is the one a person has to see.
  const lines = redactSecrets(visibleText(text), environmentSecrets(process.env))
    .text.split('\n')
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
  return text.slice(0, text.lastIndexOf('\n', limit) + 1);
}
