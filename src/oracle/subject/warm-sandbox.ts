import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { linkTree } from './link-tree.ts';
import type { SubjectSession } from './session.ts';

/**
 * Linking a tree into a waiting sandbox and removing it again takes about 11 microseconds a file; beyond this many it is
 * better mounted into a sandbox that is started for it.
 */
const MOST_FILES = 500;

/** A sandbox in which the program that loads candidates has started. */
export interface StartedSandbox {
  readonly session: SubjectSession;
  /** Ends it and resolves when it is gone, with the folder made for it. */
  readonly end: () => Promise<void>;
}

/**
 * One sandbox that has started before it is needed, for the next candidate alone. The folder it sees is empty until
 * then and only this side writes there, so that nothing a candidate left can lead anywhere.
 */
export interface WarmSandbox {
  /** The sandbox, now with this candidate's files; null when there is none, it died waiting, or the tree is too large. */
  readonly take: (tree: string) => Promise<StartedSandbox | null>;
  /** Starts the next one unless one waits already. */
  readonly refill: () => void;
  readonly close: () => Promise<void>;
}

export interface WarmOptions {
  /** Folder of the trees, by their hash. */
  readonly candidates: string;
  /** Where the folders of waiting sandboxes are made; on the same file system, or files are copied. */
  readonly folders: string;
  /** Starts a sandbox that sees `folder` as its candidate. */
  readonly start: (folder: string) => Promise<SubjectSession>;
  /** Whether it still answers. */
  readonly answers: (session: SubjectSession) => Promise<boolean>;
  readonly end: (session: SubjectSession) => Promise<void>;
}

interface Waiting extends StartedSandbox {
  readonly folder: string;
}

export function openWarmSandbox({ candidates, folders, start, answers, end }: WarmOptions): WarmSandbox {
  let waiting: Promise<Waiting | null> | null = null;
  let closed = false;

  const prepare = async (): Promise<Waiting | null> => {
    mkdirSync(folders, { recursive: true, mode: 0o755 });
    const folder = mkdtempSync(join(folders, 'warm-'));
    chmodSync(folder, 0o755);
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      const session = await start(folder);
      return { session, folder, end: () => end(session).then(remove) };
    } catch {
      // What keeps sandboxes from starting is reported by the one that is started for a candidate.
      remove();
      return null;
    }
  };

  const takeWaiting = async (): Promise<Waiting | null> => {
    const taken = waiting;
    waiting = null;
    return taken;
  };

  const close = async (): Promise<void> => {
    closed = true;
    await (await takeWaiting())?.end();
  };

  return {
    take: async (tree) => {
      const files = join(candidates, tree);
      // One tree of a task is about as large as the next.
      if (!closed && hasMoreFiles(files, MOST_FILES)) await close();
      const sandbox = await takeWaiting();
      if (sandbox === null) return null;
      if (!(await answers(sandbox.session))) {
        await sandbox.end();
        return null;
      }
      linkTree(files, sandbox.folder);
      return sandbox;
    },
    refill: () => {
      if (!closed) waiting ??= prepare();
    },
    close,
  };
}

function hasMoreFiles(folder: string, limit: number): boolean {
  let count = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined && count <= limit; next = folders.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(join(next, entry.name));
      else count += 1;
    }
  }
  return count > limit;
}
