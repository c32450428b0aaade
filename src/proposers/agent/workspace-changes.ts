import type { FileEdit } from '../../kernel/contracts/proposer.ts';
import { pathFault } from '../../workspace/paths.ts';
import type { ProposerWorkspace } from '../services.ts';
import type { RunnerLine } from './runner-line.ts';
import type { Difference } from './runner-protocol.ts';

/** What an agent's workspace came to, compared with its parent's files. */
export type WorkspaceChanges =
  | {
      readonly kind: 'changes';
      readonly edits: readonly FileEdit[];
      /** New files outside the editable paths, which are left out; the first few by name. */
      readonly dropped: { readonly count: number; readonly paths: readonly string[] };
    }
  | { readonly kind: 'unusable'; readonly reason: string };

type Rules = Pick<ProposerWorkspace, 'editable' | 'maximumFileBytes'>;

const ANSWER_MILLISECONDS = 60_000;
const PIECE_BYTES = 4 * 1024 * 1024;
const MOST_EDITED_BYTES = 64 * 1024 * 1024;
const MOST_EDITED_FILES = 5000;
const NAMED_PATHS = 8;

/** Fetches what changed from a sandbox in which nothing but the runner is left. */
export async function collectChanges(line: RunnerLine, rules: Rules): Promise<WorkspaceChanges> {
  const listed = await listDifferences(line, rules);
  if (listed.kind === 'unusable') return listed;
  const { wanted, dropped } = listed;
  const edits: FileEdit[] = [];
  for (const { path, kind, size } of wanted) {
    const content = kind === 'removed' ? null : await fetchText(line, path, size);
    if (typeof content === 'object' && content !== null) return content;
    edits.push({ path, content });
  }
  return { kind: 'changes', edits, dropped };
}

interface Wanted {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'removed';
  readonly size: number;
}

type Listed =
  | {
      readonly kind: 'listed';
      readonly wanted: readonly Wanted[];
      readonly dropped: { readonly count: number; readonly paths: readonly string[] };
    }
  | { readonly kind: 'unusable'; readonly reason: string };

async function listDifferences(line: RunnerLine, rules: Rules): Promise<Listed> {
  const sorted = createSorting(rules);
  line.send({ type: 'list' });
  for (;;) {
    const received = await line.receive(ANSWER_MILLISECONDS);
    switch (received.type) {
      case 'differences':
        for (const difference of received.differences) sorted.add(difference);
        break;
      case 'listed':
        return received.complete
          ? sorted.result()
          : unusable('it left more files than can be looked through');
      case 'lost':
        return unusable(received.reason);
      case 'timeout':
        return unusable(`its files could not be listed within ${ANSWER_MILLISECONDS / 1000} s`);
      // Printed last, and of no use any more.
      case 'line':
        break;
      case 'ended':
      case 'piece':
        return unusable('its sandbox answered what nobody asked');
    }
  }
}

/** Sorts differences into those to take over, those to leave out, and those that spoil the rest. */
export function createSorting({ editable, maximumFileBytes }: Rules): {
  readonly add: (difference: Difference) => void;
  readonly result: () => Listed;
} {
  const wanted: Wanted[] = [];
  const trespassed = new Set<string>();
  const odd: string[] = [];
  const large: string[] = [];
  const dropped: string[] = [];
  let droppedCount = 0;
  let bytes = 0;

  const add = ([path, kind, size]: Difference): void => {
    const isEditable = pathFault(path) === null && editable(path);
    if (!isEditable && (kind === 'changed' || kind === 'removed')) trespassed.add(path);
    else if (!isEditable) {
      droppedCount += 1;
      if (dropped.length < NAMED_PATHS) dropped.push(path);
    } else if (kind === 'special') odd.push(path);
    else if (size > maximumFileBytes) large.push(`${path} has ${size} bytes`);
    else {
      bytes += size;
      if (wanted.length <= MOST_EDITED_FILES) wanted.push({ path, kind, size });
    }
  };

  return {
    add,
    result: () => {
      if (trespassed.size > 0)
        return unusable(`it changed or removed what is protected: ${named([...trespassed].toSorted())}`);
      if (odd.length > 0)
        return unusable(
          `it put links or other things that are no files in place of: ${named(odd.toSorted())}`,
        );
      if (large.length > 0)
        return unusable(`a file may have ${maximumFileBytes} bytes: ${named(large.toSorted())}`);
      if (wanted.length > MOST_EDITED_FILES)
        return unusable(`it changed more than ${MOST_EDITED_FILES} files`);
      if (bytes > MOST_EDITED_BYTES)
        return unusable(`what it changed has ${bytes} bytes, more than ${MOST_EDITED_BYTES}`);
      return {
        kind: 'listed',
        // Removed first: a file may have made room for a folder of its name.
        wanted: wanted.toSorted((one, other) => rank(one) - rank(other) || (one.path < other.path ? -1 : 1)),
        dropped: { count: droppedCount, paths: dropped },
      };
    },
  };
}

function rank({ kind }: Wanted): number {
  return kind === 'removed' ? 0 : 1;
}

async function fetchText(
  line: RunnerLine,
  path: string,
  size: number,
): Promise<string | { readonly kind: 'unusable'; readonly reason: string }> {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < size; offset += PIECE_BYTES) {
    line.send({ type: 'read', path, offset, length: Math.min(PIECE_BYTES, size - offset) });
    const received = await line.receive(ANSWER_MILLISECONDS);
    if (received.type === 'lost') return unusable(received.reason);
    if (received.type !== 'piece' || received.base64 === null) return unusable(`${path} could not be read`);
    pieces.push(Buffer.from(received.base64, 'base64'));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== size) return unusable(`${path} could not be read whole`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unusable(`${path} is no text in UTF-8`);
  }
}

function named(paths: readonly string[]): string {
  const more = paths.length - NAMED_PATHS;
  return `${paths.slice(0, NAMED_PATHS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function unusable(reason: string): { readonly kind: 'unusable'; readonly reason: string } {
  return { kind: 'unusable', reason };
}
