import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDENTITY_PATTERN, isAlive, processIdentity } from './process-identity.ts';

const PREFIX = 'fulcrum-launcher-';
/** A file system in memory, where the system offers it: candidates' files come and go by the thousand. */
const MEMORY = '/dev/shm';

export interface LauncherDirectory {
  /** Only the caller's own user may enter: the socket lies here. */
  readonly closed: string;
  /** All users may enter: the users of sandboxes have to reach what is staged for them. */
  readonly shared: string;
  /** All users may enter: for what the launcher's caller shows to sandboxes. */
  readonly scratch: string;
  readonly remove: () => void;
}

/** Makes a launcher's temporary directories, after those of launchers that were killed have been removed. */
export function makeLauncherDirectory(): LauncherDirectory {
  sweepLauncherDirectories();
  const prefix = `${PREFIX}${processIdentity(process.pid)}-`;
  const directory = mkdtempSync(join(tmpdir(), prefix));
  const make = (name: string, mode: number): string => {
    const path = join(directory, name);
    mkdirSync(path);
    // Not through mkdir, whose mode the umask cuts.
    chmodSync(path, mode);
    return path;
  };
  chmodSync(directory, 0o711);
  const inMemory = isWritable(MEMORY) ? mkdtempSync(join(MEMORY, prefix)) : null;
  if (inMemory !== null) chmodSync(inMemory, 0o755);
  return {
    closed: make('closed', 0o700),
    shared: make('shared', 0o755),
    scratch: inMemory ?? make('scratch', 0o755),
    remove: () => {
      for (const path of [directory, ...(inMemory === null ? [] : [inMemory])]) remove(path);
    },
  };
}

/** Removes the directories of launchers that are no more. */
export function sweepLauncherDirectories(): void {
  for (const root of new Set([tmpdir(), ...(isWritable(MEMORY) ? [MEMORY] : [])])) {
    for (const name of readdirSync(root)) {
      const identity = name.startsWith(PREFIX) ? IDENTITY_PATTERN.exec(name)?.[0] : undefined;
      if (identity === undefined || isAlive(identity)) continue;
      const path = join(root, name);
      // Another user's is that user's to remove; two launchers may find the same one.
      if (statSync(path, { throwIfNoEntry: false })?.uid !== process.geteuid?.()) continue;
      remove(path);
    }
  }
}

/** A process that is being killed may still write there. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
