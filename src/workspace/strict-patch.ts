import { applyPatch, parsePatch } from 'diff';
import type { StructuredPatch, StructuredPatchHunk } from 'diff';
import type { EditFault } from './edit-fault.ts';
import { nearestLines } from './nearest-lines.ts';

/** What a patch makes of one file; null for nothing left of it. */
export type PatchedFile =
  | { readonly kind: 'file'; readonly path: string; readonly content: string | null }
  | { readonly kind: 'fault'; readonly fault: EditFault };

const NOWHERE = '/dev/null';

/** Parses a unified diff. A malformed one is a fault, not an error. */
export function parseStrictly(
  patch: string,
):
  | { readonly kind: 'patches'; readonly patches: readonly StructuredPatch[] }
  | { readonly kind: 'fault'; readonly fault: EditFault } {
  try {
    const patches = parsePatch(patch.replaceAll('\r\n', '\n'));
    if (patches.some(({ hunks }) => hunks.length > 0)) return { kind: 'patches', patches };
    return fault(null, 'the diff holds no hunks', 'Send a unified diff with file headers and @@ hunks.');
  } catch (error) {
    const what = `the diff cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return fault(null, what, 'Count the lines of every hunk anew, or send search/replace blocks.');
  }
}

/**
 * One file's part of a diff, applied without fuzz: every line that a hunk keeps or removes has to stand there, at the line
 * the hunk names or, as line numbers are easily miscounted, in one other place only.
 */
export function patchStrictly(patch: StructuredPatch, read: (path: string) => string | null): PatchedFile {
  const path = pathOf(patch);
  if (path === null) return fault(null, 'a part of the diff names no file', 'Add --- and +++ lines.');
  if (patch.isRename === true || patch.isCopy === true)
    return fault(path, 'the diff moves or copies a file', 'Remove the old file and add the new one.');
  if (patch.isBinary === true) return fault(path, 'the diff is binary', 'Only text can be changed.');
  const text = read(path);
  if (patch.oldFileName === NOWHERE && text !== null)
    return fault(path, 'the diff adds a file that is there', 'Write the diff against the present file.');
  if (patch.oldFileName !== NOWHERE && text === null)
    return fault(
      path,
      'the diff changes a file that does not exist',
      `Name ${NOWHERE} as the old file to add it.`,
    );
  const source = text ?? '';
  const windows = endsInCarriageReturns(source);
  const plain = windows ? source.replaceAll('\r\n', '\n') : source;
  const hunks: StructuredPatchHunk[] = [];
  for (const hunk of patch.hunks) {
    const place = locate(plain, hunk);
    if (typeof place !== 'number') return fault(path, ...place);
    hunks.push({ ...hunk, oldStart: place });
  }
  const result = applyPatch(plain, { ...patch, hunks }, { fuzzFactor: 0, autoConvertLineEndings: false });
  if (result === false)
    return fault(
      path,
      'the hunks of the diff overlap or do not fit the end of the file',
      'Send search/replace blocks.',
    );
  if (patch.newFileName !== NOWHERE)
    return { kind: 'file', path, content: windows ? result.replaceAll('\n', '\r\n') : result };
  if (result !== '')
    return fault(path, 'the diff removes the file but not all its lines', 'Remove every line.');
  return { kind: 'file', path, content: null };
}

/** True when every line of a text ends so. */
export function endsInCarriageReturns(text: string): boolean {
  return text.includes('\r\n') && !/(?:^|[^\r])\n/.test(text);
}

function pathOf({ oldFileName, newFileName, isGit }: StructuredPatch): string | null {
  const name = newFileName === NOWHERE ? oldFileName : newFileName;
  if (name === undefined || name === '' || name === NOWHERE) return null;
  const isPrefixed = (side: string | undefined, prefix: string): boolean =>
    side === undefined || side === NOWHERE || side.startsWith(prefix);
  const prefixed = isGit === true || (isPrefixed(oldFileName, 'a/') && isPrefixed(newFileName, 'b/'));
  return prefixed ? name.replace(/^[ab]\//, '') : name;
}

/** The line a hunk begins at, counted from 1; else what is wrong and a hint. */
function locate(text: string, hunk: StructuredPatchHunk): number | readonly [what: string, hint: string] {
  const old = hunk.lines.filter((line) => /^(?:[ -]|$)/.test(line)).map((line) => line.slice(1));
  if (old.length === 0) {
    if (text === '') return hunk.oldStart;
    return ['a hunk has no line of the file that says where it belongs', 'Give it context lines.'];
  }
  const lines = text.split('\n');
  const fits = (start: number): boolean => old.every((line, index) => lines[start + index] === line);
  if (fits(hunk.oldStart - 1)) return hunk.oldStart;
  const places: number[] = [];
  for (let start = 0; start + old.length <= lines.length && places.length < 2; start += 1)
    if (fits(start)) places.push(start + 1);
  if (places.length === 1) return places[0]!;
  const header = `@@ -${hunk.oldStart},${hunk.oldLines} @@`;
  if (places.length === 0) return [`the hunk ${header} does not fit`, nearestLines(text, old)];
  return [`the hunk ${header} fits in more than one place`, 'Give it more context, or the right line.'];
}

function fault(path: string | null, what: string, hint: string): { kind: 'fault'; fault: EditFault } {
  return { kind: 'fault', fault: { path, what, hint } };
}
