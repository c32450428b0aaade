import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fulcrum, fulcrumHere, jsonLines, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const AUTHOR = ['--author', 'Ada Lovelace <ada@example.org>'];

describe('applying a winner', () => {
  let directory: string;
  const git = (...parameters: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...parameters], {
      cwd: directory,
      stdio: 'pipe',
    })
      .toString()
      .trim();

  beforeAll(async () => {
    directory = tinyTask({ '.gitignore': '.fulcrum\n' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message=start');
    expect((await fulcrum(['run', '--display', 'none'], directory)).code).toBe(0);
  }, 60_000);

  it('makes one commit on a new branch, named by run, candidate and ledger', async () => {
    const ended = await fulcrumHere(['apply', '--branch', 'better', '--json', ...AUTHOR], directory);
    expect(ended.stderr).toBe('');
    const [applied] = jsonLines(ended.stdout);
    expect(git('rev-parse', 'better', 'better^')).toBe(
      `${applied!['commit'] as string}\n${git('rev-parse', 'main')}`,
    );
    expect(git('diff', '--name-only', 'main', 'better')).toBe('workspace/double.ts');
    expect(git('status', '--porcelain')).toBe('');

    const [best] = jsonLines((await fulcrumHere(['best', '--json'], directory)).stdout);
    const { number, tree } = best!['candidate'] as { number: number; tree: string };
    const [shown] = jsonLines((await fulcrumHere(['show', String(number), '--json'], directory)).stdout);
    const files = shown!['files'] as { [path: string]: string };
    expect(`${git('show', 'better:workspace/double.ts')}\n`).toBe(files['double.ts']);

    const entries = jsonLines((await fulcrumHere(['log', '--json'], directory)).stdout);
    const [first, last] = [entries[0]!, entries.at(-1)!];
    expect(git('log', '-1', '--format=%(trailers:unfold)', 'better').split('\n')).toEqual([
      `Fulcrum-Run: ${first['hash'] as string}`,
      `Fulcrum-Candidate: ${number} ${tree}`,
      `Fulcrum-Ledger-Head: ${last['sequence'] as number} ${last['hash'] as string}`,
    ]);
  });

  it('never moves a branch, and names it after run and candidate when nobody does', async () => {
    const again = await fulcrumHere(['apply', '--branch', 'better', ...AUTHOR], directory);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('FULCRUM_E_BRANCH_EXISTS');
    const unnamed = await fulcrumHere(['apply', ...AUTHOR], directory);
    expect(unnamed.stdout).toMatch(/on branch fulcrum\/main-\d+\n {2}changed {2}double\.ts/);
  });

  it('takes the folder of another clone', async () => {
    const clone = join(directory, '.fulcrum/clone');
    git('clone', '--quiet', '.', clone);
    const ended = await fulcrumHere(
      ['apply', '--repository', join(clone, 'workspace'), '--branch', 'x', ...AUTHOR],
      directory,
    );
    expect(ended.stderr).toBe('');
    expect(git('-C', clone, 'diff', '--name-only', 'main', 'x')).toBe('workspace/double.ts');
  });

  it('refuses when the commit is not what the run started from', async () => {
    const file = join(directory, 'workspace/double.ts');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, `${original}// later\n`);
    git('commit', '--quiet', '--all', '--message=later');
    const ended = await fulcrumHere(['apply', '--branch', 'late', ...AUTHOR], directory);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_APPLY_BASE');
    expect(git('branch', '--list', 'late')).toBe('');
  });

  it('refuses outside a repository and without a winner', async () => {
    const task = tinyTask();
    const text = readFileSync(join(task, 'fulcrum.yaml'), 'utf8').replace(
      'evaluations: 40',
      'evaluations: 1',
    );
    writeFileSync(join(task, 'fulcrum.yaml'), `${text}acceptance: { minimumGain: 1e9 }\n`);
    expect((await fulcrum(['run', '--display', 'none'], task)).code).toBe(0);
    const ended = await fulcrumHere(['apply', ...AUTHOR], task);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_APPLY_NOTHING');
  });
});
