import { execFileSync } from 'node:child_process';
import { FulcrumError } from '../kernel/errors.ts';

export interface GitOptions {
  readonly input?: string | Uint8Array;
  /** Further variables, as a temporary index. */
  readonly environment?: { readonly [name: string]: string };
}

/**
 * Standard output of one git command. Nothing that the repository's configuration or attributes name is run: no hook, no
 * file system monitor, no fetch of what a partial clone lacks, no pager, no question on the terminal. Replacement
 * references do not count, and variables of a surrounding git are left out.
 *
 * @throws FulcrumError `FULCRUM_E_WORKSPACE_GIT` with what git printed
 */
export function git(directory: string, parameters: readonly string[], options: GitOptions = {}): Buffer {
  try {
    return execFileSync('git', [...INERT, ...parameters], {
      cwd: directory,
      maxBuffer: 2 ** 31,
      input: options.input ?? '',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...gitEnvironment(), ...options.environment },
    });
  } catch (error) {
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw gitFault(directory, detail === '' ? String(error) : detail, error);
  }
}

/** The first line that a git command prints. */
export function gitLine(directory: string, parameters: readonly string[], options: GitOptions = {}): string {
  return git(directory, parameters, options).toString().replace(/\n$/, '');
}

/** The full name of the commit that a revision means. */
export function commitName(directory: string, revision: string): string {
  return gitLine(directory, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
}

/** The folder's path below the top of its work tree, with a `/` at the end; empty at the top. */
export function folderPrefix(directory: string): string {
  return gitLine(directory, ['rev-parse', '--show-prefix']);
}

export function gitFault(where: string, what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_GIT',
    domain: 'usage',
    what: `git cannot do this here: ${what}`,
    where,
    mend: 'Check workspace.root, workspace.commit and the repository',
    cause,
  });
}

/** A split index would leave its shared part in the repository. */
const INERT = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.splitIndex=false'];

/** Variables by which a surrounding git, as in a hook, would name its own repository instead of the one here. */
const FOREIGN_REPOSITORY: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_PREFIX',
]);

function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN_REPOSITORY.has(name));
  return {
    ...Object.fromEntries(own),
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}
