import type { FileEdit, WorkspaceView } from '../kernel/contracts/proposer.ts';
import type { EditFault } from './edit-fault.ts';
import { nearestLines } from './nearest-lines.ts';
import { pathFault } from './paths.ts';
import type { EditBlock } from './read-edit-blocks.ts';
import { readEditBlocks } from './read-edit-blocks.ts';
import { endsInCarriageReturns, parseStrictly, patchStrictly } from './strict-patch.ts';

/** Edits that change every file they name; or, when anything at all is wrong, none. */
export type BlockEdits =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  | { readonly kind: 'refused'; readonly faults: readonly EditFault[] };

/** The files as the blocks before have left them; null for one that was removed. */
type Draft = Map<string, string | null>;

type Step =
  | { readonly kind: 'written'; readonly path: string; readonly content: string | null }
  | { readonly kind: 'fault'; readonly fault: EditFault };

/**
 * The edits that an answer in prose asks for, applied strictly: a search text has to stand in its file exactly once, as
 * whole lines; a diff has to fit without fuzz; every file named has to come out changed and be editable. Whether a new
 * file may be added is left to the admission of the proposal. All or nothing.
 */
export function editsFromBlocks(files: WorkspaceView, text: string): BlockEdits {
  const { blocks, faults } = readEditBlocks(text, files.editable());
  if (blocks.length > 0 || faults.length > 0) return apply(files, blocks, faults);
  return refused({
    path: null,
    what: 'the answer holds no edit',
    hint: 'Send search/replace blocks below the path of their file, whole files in fences below their path, or a unified diff.',
  });
}

/** The edits of blocks that came in another form than prose, by the same rules. */
export function editsFromList(files: WorkspaceView, blocks: readonly EditBlock[]): BlockEdits {
  return apply(files, blocks, []);
}

/** The edits of a unified diff, by the same rules. */
export function editsFromPatch(files: WorkspaceView, patch: string): BlockEdits {
  return apply(files, [{ kind: 'patch', patch }], []);
}

/** Edits that come as whole files, by the same rules. */
export function editsFromFiles(files: WorkspaceView, edits: readonly FileEdit[]): BlockEdits {
  const steps = edits.map(({ path, content }): Step => ({ kind: 'written', path, content }));
  const twice = edits.find(({ path }, at) => edits.findIndex((other) => other.path === path) !== at);
  if (twice !== undefined)
    return refused({ path: twice.path, what: 'it is given twice', hint: 'Give each file once.' });
  return conclude(files, new Map(), steps, []);
}

function apply(files: WorkspaceView, blocks: readonly EditBlock[], faults: readonly EditFault[]): BlockEdits {
  const draft: Draft = new Map();
  const steps = blocks.flatMap((block) => takeBlock(files, draft, block));
  return conclude(files, draft, steps, faults);
}

function conclude(
  files: WorkspaceView,
  draft: Draft,
  steps: readonly Step[],
  early: readonly EditFault[],
): BlockEdits {
  for (const step of steps) if (step.kind === 'written') draft.set(step.path, step.content);
  const editable = new Set(files.editable());
  const faults = [
    ...early,
    ...steps.flatMap((step) => (step.kind === 'fault' ? [step.fault] : [])),
    ...[...draft].flatMap(([path, content]) => outcomeFault(files, editable, path, content) ?? []),
  ];
  if (faults.length > 0) return { kind: 'refused', faults };
  if (draft.size === 0) return refused({ path: null, what: 'there is no edit', hint: 'Change a file.' });
  return { kind: 'edits', edits: [...draft].map(([path, content]) => ({ path, content })) };
}

function outcomeFault(
  files: WorkspaceView,
  editable: ReadonlySet<string>,
  path: string,
  content: string | null,
): EditFault | null {
  const badPath = pathFault(path);
  if (badPath !== null)
    return { path, what: `the path ${badPath}`, hint: 'Use a path relative to the workspace.' };
  const before = files.read(path);
  if (before !== null && !editable.has(path))
    return {
      path,
      what: 'it is not editable',
      hint: `Editable are: ${[...editable].slice(0, 20).join(', ')}`,
    };
  if (before !== content) return null;
  if (content === null) return { path, what: 'it does not exist', hint: 'Nothing is there to remove.' };
  return { path, what: 'the edit leaves it as it was', hint: 'Change something, or leave the file out.' };
}

/** Later blocks see what earlier ones have made of a file. */
function takeBlock(files: WorkspaceView, draft: Draft, block: EditBlock): readonly Step[] {
  const read = (path: string): string | null => {
    const drafted = draft.get(path);
    if (drafted !== undefined) return drafted;
    return pathFault(path) === null ? files.read(path) : null;
  };
  const take = (step: Step): Step => {
    if (step.kind === 'written') draft.set(step.path, step.content);
    return step;
  };
  switch (block.kind) {
    case 'whole':
      return [take(written(block.path, read(block.path), block.lines))];
    case 'replace':
      return [take(replaceOnce(files, read, block))];
    case 'patch': {
      const parsed = parseStrictly(block.patch);
      if (parsed.kind === 'fault') return [parsed];
      return parsed.patches.map((patch) => {
        const patched = patchStrictly(patch, read);
        return take(patched.kind === 'fault' ? patched : { ...patched, kind: 'written' });
      });
    }
  }
}

function replaceOnce(
  files: WorkspaceView,
  read: (path: string) => string | null,
  block: Extract<EditBlock, { kind: 'replace' }>,
): Step {
  const editable = files.editable();
  const path = block.path ?? (editable.length === 1 ? editable[0]! : null);
  if (path === null)
    return faulty(null, 'a search/replace block names no file', 'Put the path in the line before the block.');
  const text = read(path);
  const { search, replacement } = block;
  if (search.length === 0 || (search.length === 1 && search[0] === '')) {
    if (text === null || text === '') return written(path, null, replacement);
    return faulty(path, 'the search text is empty', 'Search for the lines that are to be replaced.');
  }
  if (text === null) return faulty(path, 'it does not exist', 'Leave the search text empty to add a file.');
  return replaceLines(path, text, search, replacement);
}

/** Lines are matched whole: the texts get a line end on either side, which is taken off again. */
function replaceLines(
  path: string,
  text: string,
  search: readonly string[],
  replacement: readonly string[],
): Step {
  const end = endsInCarriageReturns(text) ? '\r\n' : '\n';
  const field = `${end}${text}${end}`;
  const needle = `${end}${search.join(end)}${end}`;
  const at = field.indexOf(needle);
  if (at === -1)
    return faulty(
      path,
      'the search text does not occur',
      nearestLines(text.replaceAll('\r\n', '\n'), search),
    );
  const again = field.indexOf(needle, at + 1);
  if (again !== -1) {
    const count = occurrences(field, needle);
    return faulty(path, `the search text occurs ${count} times`, 'Add lines around it until it occurs once.');
  }
  const inserted = replacement.length === 0 ? end : `${end}${replacement.join(end)}${end}`;
  if (inserted === needle)
    return faulty(path, 'search and replacement are the same', 'Change something, or leave the block out.');
  const changed = field.slice(0, at) + inserted + field.slice(at + needle.length);
  return { kind: 'written', path, content: changed.slice(end.length, -end.length) };
}

function occurrences(field: string, needle: string): number {
  let count = 0;
  for (let at = field.indexOf(needle); at !== -1; at = field.indexOf(needle, at + 1)) count += 1;
  return count;
}

function written(path: string, before: string | null, lines: readonly string[]): Step {
  const end = before !== null && endsInCarriageReturns(before) ? '\r\n' : '\n';
  return { kind: 'written', path, content: lines.map((line) => line + end).join('') };
}

function faulty(path: string | null, what: string, hint: string): Step {
  return { kind: 'fault', fault: { path, what, hint } };
}

function refused(fault: EditFault): BlockEdits {
  return { kind: 'refused', faults: [fault] };
}
