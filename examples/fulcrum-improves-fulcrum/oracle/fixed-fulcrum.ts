import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FulcrumError } from '../../../src/kernel/errors.ts';
import type { createRandom } from '../../../src/kernel/random.ts';
import type { createDrafter } from '../../../src/proposers/mutation/drafter.ts';
import type { javascript } from '../../../src/proposers/mutation/javascript/javascript.ts';

/** The version that judges: fixed before the first run, whatever the working tree has become since. */
export const FIXED_COMMIT = '8de853c9f69cb4c6bb459187d9e0039b4629be0a';

const EXAMPLE = join(import.meta.dirname, '..');

/** What of that version the judge uses. */
export interface FixedFulcrum {
  readonly createDrafter: typeof createDrafter;
  readonly javascript: typeof javascript;
  readonly createRandom: typeof createRandom;
}

/**
 * Loads the mutation operators of the fixed commit from a copy that git makes of it, once, outside of every workspace.
 *
 * @throws FulcrumError `FULCRUM_E_EXAMPLE_COMMIT` when the repository does not hold the commit
 */
export async function fixedFulcrum(): Promise<FixedFulcrum> {
  const source = join(copyOf(FIXED_COMMIT), 'src');
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(join(source, path)).href);
  const [drafter, language, random] = await Promise.all([
    load('proposers/mutation/drafter.ts'),
    load('proposers/mutation/javascript/javascript.ts'),
    load('kernel/random.ts'),
  ]);
  return Object.assign({}, drafter, language, random) as FixedFulcrum;
}

function copyOf(commit: string): string {
  const copies = join(EXAMPLE, '.fulcrum', 'fixed');
  const copy = join(copies, commit);
  if (existsSync(copy)) return copy;
  mkdirSync(copies, { recursive: true });
  const made = mkdtempSync(join(copies, 'making-'));
  try {
    const archive = archiveOf(commit);
    execFileSync('tar', ['--extract', '--directory', made], { input: archive });
    renameSync(made, copy);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another process was faster; its copy is of the same commit.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function archiveOf(commit: string): Buffer {
  try {
    const words = ['archive', '--format=tar', commit, 'package.json', 'src'];
    const root = execFileSync('git', ['rev-parse', '--show-toplevel'], { cwd: EXAMPLE, encoding: 'utf8' });
    return execFileSync('git', words, { cwd: root.trim(), maxBuffer: 2 ** 28, stdio: 'pipe' });
  } catch (error) {
    throw new FulcrumError({
      code: 'FULCRUM_E_EXAMPLE_COMMIT',
      domain: 'usage',
      what: `the version that judges, ${commit.slice(0, 7)}, is not in this repository`,
      where: EXAMPLE,
      mend: 'Run this example in a full clone: `git fetch --unshallow` completes one without history',
      cause: error,
    });
  }
}
