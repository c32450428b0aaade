import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDENTITY_PATTERN, isAlive, processIdentity } from './process-identity.ts';

const PREFIX = 'fulcrum-launcher-';

export interface LauncherDirectory {
  /** Only the caller's own user may enter: the socket lies here. */
  readonly closed: string;
  /** All users may enter: the users of sandboxes have to reach what is staged for them. */
  readonly shared: string;
  readonly remove: () => void;
}

/** Makes a launcher's temporary directory, after those of launchers that were killed have been removed. */
export function makeLauncherDirectory(): LauncherDirectory {
  sweep();
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${processIdentity(process.pid)}-`));
  const make = (name: string, mode: number): string => {
    const path = join(directory, name);
    mkdirSync(path);
    // Not through mkdir, whose mode the umask cuts.
    chmodSync(path, mode);
    return path;
  };
  chmodSync(directory, 0o711);
  return {
    closed: make('closed', 0o700),
    shared: make('shared', 0o755),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const identity = name.startsWith(PREFIX) ? IDENTITY_PATTERN.exec(name)?.[0] : undefined;
    if (identity === undefined || isAlive(identity)) continue;
    const path = join(tmpdir(), name);
    // Another user's is that user's to remove; two launchers may find the same one.
    if (statSync(path, { throwIfNoEntry: false })?.uid !== process.geteuid?.()) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
