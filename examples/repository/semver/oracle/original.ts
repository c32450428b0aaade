import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { CommandRun } from 'fulcrum';

const program = createRequire(import.meta.url).resolve('semver/bin/semver.js');

/** What is compared: all that was printed, and whether anything was said on standard error. */
export interface Answer {
  readonly printed: string;
  readonly complained: boolean;
}

/** The answer of the program as npm installed it, which no candidate can reach. */
export function askOriginal(words: readonly string[]): Answer {
  const { error, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  if (error) throw error;
  return { printed: stdout, complained: stderr !== '' };
}

/** The answer of a candidate. Its exit code is that of `xargs`, and says no more than what was printed. */
export function readRun({ stdout, stderr }: CommandRun): Answer {
  return { printed: stdout as string, complained: stderr !== '' };
}
