import { existsSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Names a process for good: its pid namespace, number and start time in clock ticks since boot, so that what it left
 * behind can be told from what a living one uses. Where there is no /proc, the number alone has to do.
 */
export function processIdentity(number: number): string {
  return `${pidNamespace()}-${number}-${startTime(number) ?? '0'}`;
}

/** Pattern of what `processIdentity` returns. */
export const IDENTITY_PATTERN = /\d+-\d+-\d+/;

/** True for a living process, and for one of another pid namespace, of which nothing can be known here. */
export function isAlive(identity: string): boolean {
  const [namespace, number, start] = identity.split('-');
  if (namespace !== pidNamespace()) return true;
  return hasProc() ? startTime(Number(number)) === start : existsProcess(Number(number));
}

/** The parent of a process; null when there is none with this number. */
export function parentOf(number: number): number | null {
  const fields = readFields(number);
  return fields === null ? null : Number(fields[1]);
}

/** Inode of the caller's pid namespace; 0 where there is no /proc. */
export function pidNamespace(): string {
  return hasProc() ? readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') : '0';
}

function startTime(number: number): string | null {
  return readFields(number)?.[19] ?? null;
}

/** Fields of /proc/PID/stat (proc(5)) from the third on; the name in parentheses before them may hold anything. */
function readFields(number: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${number}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function hasProc(): boolean {
  return existsSync('/proc/self/ns/pid');
}

function existsProcess(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
