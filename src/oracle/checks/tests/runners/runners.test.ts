import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../kernel/json.ts';
import type { LauncherHandle } from '../../../../sandbox/launcher.ts';
import { startLauncher } from '../../../../sandbox/launcher.ts';
import { judgeSuites, suiteOf } from '../../../testing/suite-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

interface Project {
  readonly options: JsonObject;
  readonly files: { readonly [path: string]: string };
  /** A change of one file that breaks one test of two. */
  readonly broken: { readonly [path: string]: string };
  /** A candidate that breaks both, and ends its process before anybody can tell. */
  readonly ending: { readonly [path: string]: string };
  readonly reason: string;
}

const sum = `export const add = (a, b) => a + b;\nexport const double = (a) => 2 * a;\n`;
const wrongDouble = sum.replace('2 * a', '5');
const nodeSuite = `import test from 'node:test';
import assert from 'node:assert/strict';
import { add, double } from '../sum.js';
test('adds', () => assert.equal(add(2, 3), 5));
test('doubles', () => assert.equal(double(2), 4));
`;
const node = {
  files: { 'package.json': '{"type":"module"}', 'sum.js': sum, 'test/sum.test.js': nodeSuite },
  broken: { 'sum.js': wrongDouble },
  ending: { 'sum.js': `process.exit(0);\n${sum}` },
};

const PROJECTS: { readonly [runner: string]: Project | null } = {
  'node:test': {
    ...node,
    options: { runner: 'node:test' },
    reason: '1 fail: test/sum.test.js > doubles',
  },
  vitest: {
    options: { runner: 'vitest', packages: resolve('node_modules') },
    files: {
      ...node.files,
      'test/sum.test.js': `import { test, expect } from 'vitest';
import { add, double } from '../sum.js';
test('adds', () => expect(add(2, 3)).toBe(5));
test('doubles', () => expect(double(2)).toBe(4));
`,
    },
    broken: node.broken,
    ending: { 'sum.js': `process.kill(process.pid, 'SIGKILL');\n${sum}` },
    reason: '1 fail: test/sum.test.js > doubles',
  },
  tap: {
    ...node,
    options: {
      runner: 'tap',
      program: 'node',
      arguments: ['--test', '--test-reporter=tap', 'test/sum.test.js'],
    },
    reason: '1 fail: doubles',
  },
  junit: {
    ...node,
    options: {
      runner: 'junit',
      program: 'node',
      arguments: [
        ...['--test', '--test-reporter=junit', '--test-reporter-destination=report.xml'],
        'test/sum.test.js',
      ],
      report: 'report.xml',
    },
    reason: '1 fail: test > doubles',
  },
  pytest: withPytest((options) => ({
    options: { ...options, runner: 'pytest', files: ['tests/test_*.py'] },
    files: {
      'sums.py': 'def add(a, b):\n    return a + b\n\n\ndef double(a):\n    return 2 * a\n',
      'tests/test_sums.py':
        'import sums\n\n\ndef test_adds():\n    assert sums.add(2, 3) == 5\n\n\ndef test_doubles():\n    assert sums.double(2) == 4\n',
    },
    broken: {
      'sums.py': 'def add(a, b):\n    return a + b\n\n\ndef double(a):\n    return 5\n',
      // None of these may have a say.
      'conftest.py': 'import pytest\n\n\n@pytest.fixture(autouse=True)\ndef skip_all():\n    pytest.skip()\n',
      'pytest.ini': '[pytest]\naddopts = --collect-only\n',
      'pytest.py': 'raise SystemExit(0)\n',
    },
    ending: { 'sums.py': 'import os\nos._exit(0)\n' },
    reason: '1 fail: tests/test_sums.py::test_doubles',
  })),
  // Each run compiles the standard library: minutes on a busy machine.
  go:
    process.env['FULCRUM_TEST_GO'] === '1' && existsSync('/usr/local/go/bin/go')
      ? {
          options: { runner: 'go', program: '/usr/local/go/bin/go', files: ['**/*_test.go'], seconds: 120 },
          files: {
            'go.mod': 'module example.org/sums\n\ngo 1.21\n',
            'sums.go':
              'package sums\n\nfunc Add(a, b int) int { return a + b }\n\nfunc Double(a int) int { return 2 * a }\n',
            'sums_test.go':
              'package sums\n\nimport "testing"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(2, 3) != 5 {\n\t\tt.Fail()\n\t}\n}\n\nfunc TestDouble(t *testing.T) {\n\tif Double(2) != 4 {\n\t\tt.Fail()\n\t}\n}\n',
          },
          broken: {
            'sums.go':
              'package sums\n\nfunc Add(a, b int) int { return a + b }\n\nfunc Double(a int) int { return 5 }\n',
            'main_test.go':
              'package sums\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestMain(m *testing.M) { os.Exit(0) }\n',
          },
          ending: {
            'sums.go':
              'package sums\n\nimport "os"\n\nfunc init() { os.Exit(0) }\n\nfunc Add(a, b int) int { return 0 }\n\nfunc Double(a int) int { return 0 }\n',
          },
          reason: '1 fail: example.org/sums > TestDouble',
        }
      : null,
  cargo: withCargo((options) => ({
    options: { ...options, runner: 'cargo', files: ['tests/*.rs'], seconds: 120 },
    files: {
      'Cargo.toml': '[package]\nname = "sums"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs':
        'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\npub fn double(a: i32) -> i32 {\n    2 * a\n}\n',
      'tests/sums.rs':
        '#[test]\nfn adds() {\n    assert_eq!(sums::add(2, 3), 5);\n}\n#[test]\nfn doubles() {\n    assert_eq!(sums::double(2), 4);\n}\n',
    },
    broken: {
      'src/lib.rs':
        'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\npub fn double(_: i32) -> i32 {\n    5\n}\n',
      'build.rs': 'fn main() {\n    panic!()\n}\n',
    },
    ending: {
      'src/lib.rs':
        'pub fn add(_: i32, _: i32) -> i32 {\n    std::process::exit(0)\n}\npub fn double(_: i32) -> i32 {\n    std::process::exit(0)\n}\n',
    },
    reason: '1 fail: doubles',
  })),
};

/** The Python of this machine that has pytest, shown as a tool. */
function withPytest(project: (options: JsonObject) => Project): Project | null {
  const words = ['-c', 'import pytest, sys; print(sys.base_prefix)'];
  const { status, stdout } = spawnSync('python3', words, { encoding: 'utf8' });
  if (status !== 0) return null;
  return project({
    tools: { python: stdout.trim() },
    program: '/fulcrum/tools/python/bin/python3',
    // For one that is built with its library beside it.
    environment: { LD_LIBRARY_PATH: '/fulcrum/tools/python/lib' },
  });
}

/** The toolchain that cargo stands for here. */
function withCargo(project: (options: JsonObject) => Project): Project | null {
  const { status, stdout } = spawnSync('rustc', ['--print', 'sysroot'], { encoding: 'utf8' });
  if (status !== 0 || !existsSync('/usr/bin/cc')) return null;
  return project({ tools: { rust: stdout.trim() }, program: '/fulcrum/tools/rust/bin/cargo' });
}

describe.each(Object.entries(PROJECTS))('%s', (_, project) => {
  test.skipIf(project === null)(
    'tells an honest candidate from broken ones',
    { timeout: 300_000 },
    async () => {
      const { options, files, broken, ending, reason } = project!;
      const fixture = await judgeSuites(launcher, [suiteOf(options)], files, {
        limits: {
          processes: 256,
          temporaryBytes: 512 * 2 ** 20,
          memoryBytes: 2 ** 31,
          answerBytes: 2 ** 20,
        },
      });
      const honest = await fixture.askFiles({ ...files, 'readme.md': 'more' });
      expect(honest.verdict.reason).toBe(null);
      expect(honest.verdict.checks[0]!.metrics).toEqual({ passed: 2, failed: 0, fixed: 0, share: 1 });
      const wrong = await fixture.askFiles({ ...files, ...broken });
      expect(wrong.verdict.reason).toBe(`suite: of 2 tests that the baseline passes, ${reason}`);
      const ended = await fixture.askFiles({ ...files, ...ending });
      expect(ended.verdict.status).toBe('fail');
      await fixture.close();
    },
  );
});
