import { expect, it } from 'vitest';
import { fulcrumHere } from '../stand-ins/command-line.ts';
import { PATIENTLY, PROGRAM, audited, folderWith } from '../stand-ins/harness-audit.ts';

const OPENEVOLVE = ['--harness', 'openevolve', '--evaluator', 'evaluator.py', '--program', 'program.py'];

const SUITE = {
  'src/double.mjs': 'export function double(value) {\n  return value * 2;\n}\n',
  'test/double.test.mjs': `import { test } from 'node:test';
import { equal } from 'node:assert';
import { double } from '../src/double.mjs';
test('doubles', () => equal(double(21), 42));
test('nothing', () => equal(double(0), 0));
`,
};
const COMMAND = ['--harness', 'command', '--workspace', '.', '--editable', 'src/**'];

it(
  'a test command is fooled by whoever ends its process, and a count of its tests stops that',
  async () => {
    const bare = await audited(
      [...COMMAND, '--', 'node', '--test', 'test/double.test.mjs'],
      folderWith(SUITE),
    );
    expect(bare.holes).toEqual(expect.arrayContaining(['exit 0', 'harness overwritten']));
    expect(bare.holes).not.toContain('wrong values');
    const counting = [
      'node',
      '--test',
      '--test-reporter=tap',
      '--test-reporter-destination=out.tap',
      'test/double.test.mjs',
    ];
    const counted = await audited([...COMMAND, '--report', 'out.tap', '--', ...counting], folderWith(SUITE));
    expect(counted.report.reference).toBe(2);
    expect(counted.holes).not.toContain('exit 0');
    expect(counted.holes.length).toBeLessThan(bare.holes.length);
  },
  PATIENTLY,
);

it.each([
  [['--harness', 'openevolve', '--program', 'program.py'], '--evaluator is missing'],
  [['--harness', 'openevolve', '--evaluator', 'none.py', '--program', 'program.py'], 'none.py is no file'],
  [[...OPENEVOLVE, 'more'], '"more" means nothing here'],
  [[...OPENEVOLVE, '--report', 'a.xml'], '--report means nothing'],
  [[...OPENEVOLVE, '--unsafe-no-sandbox'], 'never without a sandbox'],
  [['--harness', 'harbor', '.'], 'task.toml is missing'],
  [['--harness', 'harbor'], "the task's folder is missing"],
  [['--harness', 'command', '--workspace', '.', '--editable', '*.py'], 'the command is missing'],
  [['--harness', 'command', '--workspace', '.', '--', 'true'], '--editable is missing'],
  [
    ['--harness', 'command', '--workspace', '.', '--editable', 'src/**', '--', 'true'],
    'no file matches src/**',
  ],
  [
    ['--harness', 'command', '--workspace', '.', '--editable', '**', '--', 'true'],
    'every file may be changed',
  ],
  [
    ['--harness', 'command', '--workspace', '.', '--editable', 'program.py', '--tool', 'x', '--', 'true'],
    'is no <path>=<folder>',
  ],
  [
    [
      '--harness',
      'command',
      '--workspace',
      '.',
      '--editable',
      'program.py',
      '--report',
      'out.csv',
      '--',
      'true',
    ],
    'neither',
  ],
  [['--evaluator', 'evaluator.py'], '--evaluator is for foreign harnesses'],
])('%j is refused before anything runs', async (words, complaint) => {
  const directory = folderWith({
    'evaluator.py': 'def evaluate(path):\n    return {}\n',
    'program.py': PROGRAM,
  });
  const { code, stderr, stdout } = await fulcrumHere(['audit', ...words], directory);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(complaint);
  expect(stderr).toContain('FULCRUM_E_AUDIT_HARNESS');
});

it('says what the harness said where even the reference does not pass', async () => {
  const directory = folderWith(SUITE);
  const { code, stderr } = await fulcrumHere(
    ['audit', ...COMMAND, '--', 'node', '-e', "throw new Error('no such luck')"],
    directory,
  );
  expect(code).toBe(2);
  expect(stderr).toContain('FULCRUM_E_AUDIT_REFERENCE');
  expect(stderr).toContain('no such luck');
});
