import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { fulcrum, startFulcrum, TINY_TASK, tinyTask, until } from '../stand-ins/command-line.ts';

const here = import.meta.dirname;

async function complete(words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await fulcrum(['completion', 'bash'], here);
  const program = `${stdout}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fulcrum; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout: offered } = spawnSync('bash', ['-c', program, 'bash', ...words], {
    encoding: 'utf8',
    cwd: resolve(here, '../..'),
  });
  return offered.trim().split('\n').toSorted();
}

describe('completion', () => {
  it('offers commands, the flags of a command, and files', async () => {
    expect(await complete(['fulcrum', 're'])).toEqual(['resume', 'rerun', 'report', 'replay'].toSorted());
    expect(await complete(['fulcrum', 'verify', '--s'])).toEqual(['--salvage']);
    expect(await complete(['fulcrum', 'run', '--w'])).toEqual(['--wall', '--watch', '--workers'].toSorted());
    expect(await complete(['fulcrum', 'run', 'package.j'])).toEqual(['package.json']);
  });

  it.each(['zsh', 'fish'])('speaks %s: every command is in it', async (shell) => {
    const { code, stdout } = await fulcrum(['completion', shell], here);
    expect(code).toBe(0);
    for (const command of ['run', 'status', 'export', 'completion']) expect(stdout).toContain(command);
  });

  it('knows no other shell', async () => {
    const { code, stderr } = await fulcrum(['completion', 'tcsh'], here);
    expect([code, stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_SHELL_UNKNOWN')]);
  });
});

describe('schema', () => {
  it('takes what Fulcrum takes and refuses what it refuses', async () => {
    const { stdout } = await fulcrum(['schema'], here);
    const schema = z.fromJSONSchema(JSON.parse(stdout));
    expect(schema.safeParse(parse(TINY_TASK)).success).toBe(true);
    for (const example of ['bin-packing', 'sorting-network']) {
      const text = readFileSync(join(here, '../../examples', example, 'fulcrum.yaml'), 'utf8');
      expect(schema.safeParse(parse(text)).error).toBeUndefined();
    }
    for (const wrong of [{ budgets: {} }, { seed: -1 }, { pipeline: 0 }, { workspace: {} }, { name: '' }])
      expect(schema.safeParse({ ...parse(TINY_TASK), ...wrong }).success).toBe(false);
  });

  it('is named by the task files that init makes, which load all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fulcrum-init-'));
    const directory = join(folder, 'sorting');
    expect((await fulcrum(['init', directory, '--example', 'sorting-network'], here)).code).toBe(0);
    const [line] = readFileSync(join(directory, 'fulcrum.yaml'), 'utf8').split('\n');
    const named = /^# yaml-language-server: \$schema=(.+)$/.exec(line!)?.[1];
    expect(JSON.parse(readFileSync(join(directory, named!), 'utf8'))).toMatchObject({
      title: 'Fulcrum task',
    });
    const { code } = await fulcrum(['run', directory, '--evaluations', '1', '--no-control'], here);
    expect([0, 3]).toContain(code);
    rmSync(folder, { recursive: true });
  });
});

describe('run --watch', () => {
  it(
    'runs again under a new name when the task changes, and ends on an interrupt',
    { timeout: 30_000 },
    async () => {
      const directory = tinyTask();
      const file = join(directory, 'fulcrum.yaml');
      const text = readFileSync(file, 'utf8');
      const report = (name: string): string => join(directory, '.fulcrum', name, 'report.html');
      const { child, ended } = startFulcrum(
        ['run', '--watch', '--no-control', '--display', 'none'],
        directory,
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      let told = '';
      child.stderr!.on('data', (chunk: Buffer) => (told += chunk.toString()));
      await until(() => existsSync(report('main')));
      writeFileSync(file, text);
      writeFileSync(file, text.replace('seed: 1', 'seed: "unfinished'));
      await until(() => told.includes('FULCRUM_E_TASK_SYNTAX'));
      writeFileSync(
        file,
        text.replace('seed: 1', 'seed: 2').replace('evaluations: 40', 'evaluations: 100000'),
      );
      await until(() => existsSync(join(directory, '.fulcrum/main-2/ledger.sqlite')));
      // The run under way is stopped when the task changes again.
      writeFileSync(file, text.replace('seed: 1', 'seed: 3'));
      await until(() => existsSync(report('main-2')) && existsSync(report('main-3')));
      child.kill('SIGINT');
      await ended;
      expect(existsSync(join(directory, '.fulcrum/main-4'))).toBe(false);
      rmSync(directory, { recursive: true });
    },
  );
});
