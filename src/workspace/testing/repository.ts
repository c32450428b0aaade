import { execFileSync } from 'node:child_process';
import { temporaryFolder, writeFiles } from './temporary-folder.ts';

/** Runs git as a person would, with an identity of its own and none of the precautions. */
export function plainGit(directory: string, parameters: readonly string[], input = ''): string {
  const identity = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@t',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'core.autocrlf=false',
  ];
  return execFileSync('git', [...identity, ...parameters], { cwd: directory, input, stdio: 'pipe' })
    .toString()
    .trim();
}

/** A new repository with these files in its work tree; removed when the test ends. */
export function repository(files: { readonly [path: string]: string | Uint8Array }): string {
  const directory = temporaryFolder();
  plainGit(directory, ['init', '--quiet', '--initial-branch=main']);
  writeFiles(directory, files);
  return directory;
}

export function commitAll(directory: string): void {
  plainGit(directory, ['add', '--all', '--force']);
  plainGit(directory, ['commit', '--quiet', '--message=x']);
}
