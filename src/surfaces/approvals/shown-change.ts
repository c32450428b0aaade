import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approvalsOf } from '../../guards/approval-answers.ts';
import type { Hash } from '../../kernel/candidate.ts';

/** That a change was shown to a person. */
export interface Shown {
  readonly number: number;
  readonly who: string;
  readonly diff: Hash;
}

/**
 * Notes that a person is looking at a change from now on. Shown again, the time counts from then: it is the least that
 * anybody can have looked.
 *
 * @param now in milliseconds since 1970
 */
export function markShown(runDirectory: string, shown: Shown, now: number): void {
  mkdirSync(approvalsOf(runDirectory), { recursive: true });
  writeFileSync(fileOf(runDirectory, shown), String(now), { flush: true });
}

/** Seconds since this very change was last shown to this person, or null when it never was; a mark that holds no time is none. */
export function secondsShown(runDirectory: string, shown: Shown, now: number): number | null {
  try {
    const at = Number(readFileSync(fileOf(runDirectory, shown), 'utf8'));
    return Number.isFinite(at) && at > 0 ? Math.max(0, now - at) / 1000 : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function fileOf(runDirectory: string, { number, who, diff }: Shown): string {
  const whose = createHash('sha256').update(`${who}\n${diff}`).digest('hex').slice(0, 16);
  return join(approvalsOf(runDirectory), `${number}.shown-to-${whose}`);
}
