import { readFileSync, readdirSync } from 'node:fs';

/** A process of the host with a mark among its arguments. */
export interface MarkedProcess {
  readonly number: number;
  /** Real, effective, saved and file system user as the kernel counts them outside any namespace. */
  readonly users: readonly number[];
}

export function processesMarked(mark: string): readonly MarkedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        if (!words.includes(mark) || Number(name) === process.pid) return [];
        const users = /^Uid:\s+(.*)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))![1]!;
        return [{ number: Number(name), users: users.split(/\s+/).map(Number) }];
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}
