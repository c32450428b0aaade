import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, '..', 'scripts', 'ensure-system.mjs');

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'fulcrum-system-'));
});

afterEach(() => rmSync(path, { recursive: true }));

function program(name: string, text = ''): void {
  writeFileSync(join(path, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

function ensure(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    encoding: 'utf8',
    env: { PATH: path },
  });
  return { status, stdout, stderr };
}

const isRoot = process.getuid?.() === 0;

test('says nothing when everything is there', () => {
  for (const name of ['bwrap', 'setpriv', 'git']) program(name);
  expect(ensure()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('asks for the programs of test candidates only before the tests', () => {
  for (const name of ['bwrap', 'setpriv', 'git', 'python3']) program(name);
  expect(ensure().status).toBe(0);
  expect(ensure('--tests')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('gcc not found on PATH'),
  });
});

test('names what is missing and the command that installs it, in one line', () => {
  program('git');
  expect(ensure()).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'fulcrum: FULCRUM_E_SYSTEM_INCOMPLETE: bwrap, setpriv not found on PATH. ' +
      'Debian, Ubuntu: sudo apt-get install bubblewrap util-linux; elsewhere the packages bear the same names.\n',
  });
});

test.runIf(isRoot)('installs what is missing, and only that, with one line of output', () => {
  for (const name of ['setpriv', 'git']) program(name);
  program(
    'apt-get',
    `echo "$@" >>${path}/calls; echo chatter; case "$*" in *bubblewrap*) : >${path}/bwrap; /bin/chmod +x ${path}/bwrap;; esac`,
  );
  expect(ensure()).toEqual({
    status: 0,
    stdout: '',
    stderr: 'fulcrum: installing bubblewrap with apt-get\n',
  });
  expect(readFileSync(join(path, 'calls'), 'utf8')).toBe(
    '-qq update\n-qq install --yes --no-install-recommends bubblewrap\n',
  );
});

test.runIf(isRoot)('shows why an installation failed, and fails', () => {
  for (const name of ['setpriv', 'git']) program(name);
  program('apt-get', 'echo no network >&2; exit 100');
  const { status, stderr } = ensure();
  expect(status).toBe(1);
  expect(stderr).toContain('apt-get update failed\nno network\n');
  expect(stderr).toContain('FULCRUM_E_SYSTEM_INCOMPLETE: bwrap not found');
});
