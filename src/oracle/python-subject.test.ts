import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import { systemPython } from './subject/system-python.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* Each test names, as the inputs' label, the arguments of the one question. What comes back is shown as evidence. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  const spell = (value) => typeof value !== 'number' ? value : Object.is(value, -0) ? '-0' : String(value);
  export default defineOracle({ checks: [{ name: 'shows', slice: 'train', visibility: 'visible', run: async ({ subject, inputs }) => {
    const named = { '-0': -0, NaN: NaN, Infinity: Infinity };
    const question = JSON.parse(inputs, (key, value) => typeof value === 'string' ? named[value] ?? value : value);
    const first = await subject.ask(...question);
    if (first.kind === 'threw') return { status: 'fail', reason: first.message };
    const second = await subject.ask(...question);
    return { status: 'pass', metrics: { score: 1 }, evidence: [spell(first.value), spell(second.value)] };
  } }] });
`;
const PYTHON = { kind: 'python', module: 'rule.py', export: 'score', packages: false } as const;

let launcher: LauncherHandle;
let fixture: JudgeFixture;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await openJudge({
    launcher,
    oracle: ORACLE,
    limits: { questionSeconds: 0.7, judgementSeconds: 2 },
    task: { subject: PYTHON },
  });
});

afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

const ask = (rule: string, inputs = '[1]', mode: 'fresh' | 'screened' = 'fresh') =>
  fixture.askFiles({ 'rule.py': rule, 'helper.py': 'CALLS = []\n' }, { inputs, mode });

describe('plain data crosses unchanged:', () => {
  test.each([
    ['[null]', null],
    ['[true]', true],
    ['[0]', '0'],
    ['[1.5]', '1.5'],
    ['["NaN"]', 'NaN'],
    ['["Infinity"]', 'Infinity'],
    ['["-0"]', '-0'],
    ['[9007199254740992]', '9007199254740992'],
    ['[1e21]', '1e+21'],
    ['[123456789012345680000]', '123456789012345680000'],
    ['["é\\ud83d\\ude00\\u0000"]', 'é😀\u0000'],
    ['[[1,[],{"#":1,"a":{"#":"b"}}]]', [1, [], { '#': 1, a: { '#': 'b' } }]],
  ])('%s', async (inputs, shown) => {
    const { verdict } = await ask('def score(value):\n    return value\n', inputs);
    expect(verdict.checks[0]!.evidence).toEqual([shown, shown]);
  });

  test('whole numbers arrive as int, others as float, and tuples leave as lists', async () => {
    const rule = 'def score(*given):\n    return tuple(type(one).__name__ for one in given)\n';
    const { verdict } = await ask(rule, '[1,1.5,"-0",true,"a",null,123456789012345680000]');
    const names = ['int', 'float', 'float', 'bool', 'str', 'NoneType', 'float'];
    expect(verdict.checks[0]!.evidence).toEqual([names, names]);
  });
});

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly status: string;
  readonly reason: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'is no program', rule: 'def score(', status: 'crash', reason: /loading it: SyntaxError/ },
  { name: 'throws at import', rule: 'raise ValueError("no")', status: 'crash', reason: /ValueError: no$/ },
  { name: 'has no such function', rule: 'score = 1', status: 'crash', reason: /has no function "score"/ },
  {
    name: 'leaves at import',
    rule: 'import os\nos._exit(0)',
    status: 'crash',
    reason: /loading it: its process ended/,
  },
  {
    name: 'leaves in a call',
    rule: 'import os\ndef score(_):\n    os._exit(0)',
    status: 'crash',
    reason: /its process ended/,
  },
  {
    name: 'raises SystemExit',
    rule: 'import sys\ndef score(_):\n    sys.exit(0)',
    status: 'fail',
    reason: /SystemExit: 0/,
  },
  {
    name: 'loops forever',
    rule: 'def score(_):\n    while True: pass',
    status: 'timeout',
    reason: /no answer within 0.7 s/,
  },
  {
    name: 'floods the channel',
    rule: 'import os\ndef score(_):\n    while True: os.write(3, b"x" * 65536)',
    status: 'refused',
    reason: /longer than 65536 bytes/,
  },
  {
    name: 'floods standard output',
    rule: 'import os\ndef score(_):\n    while True: os.write(1, b"x" * 65536)',
    status: 'refused',
    reason: /printed more than/,
  },
  {
    name: 'sends a forged answer before it is asked',
    rule: 'import os\nos.write(3, b\'{"status":"pass"}\\n\')\ndef score(value):\n    return value',
    status: 'refused',
    reason: /no reply to the question asked/,
  },
  {
    name: 'answers for the driver',
    rule: `import os, sys
def score(value):
    frame = sys._getframe()
    while "nonce" not in frame.f_locals: frame = frame.f_back
    os.write(3, (frame.f_locals["nonce"] + " value 1\\n").encode())
    return 1`,
    status: 'refused',
    reason: /nobody asked for|no reply to the question asked/,
  },
  {
    name: 'returns a number that equals everything',
    rule: 'class Any(float):\n    def __eq__(self, other): return True\ndef score(_):\n    return Any(1)',
    status: 'refused',
    reason: /not plain data: it holds a Any/,
  },
  { name: 'returns a set', rule: 'def score(_):\n    return {1}', status: 'refused', reason: /a set/ },
  { name: 'returns bytes', rule: 'def score(_):\n    return b"1"', status: 'refused', reason: /a bytes/ },
  {
    name: 'returns an integer no double holds',
    rule: 'def score(_):\n    return 2**53 + 1',
    status: 'refused',
    reason: /integer beyond 2\*\*53/,
  },
  {
    name: 'returns a key that is no text',
    rule: 'def score(_):\n    return {1: 2}',
    status: 'refused',
    reason: /key that is no text/,
  },
  {
    name: 'returns __proto__',
    rule: 'def score(_):\n    return {"__proto__": 1}',
    status: 'refused',
    reason: /__proto__/,
  },
  {
    name: 'returns a cycle',
    rule: 'def score(_):\n    loop = []\n    loop.append(loop)\n    return loop',
    status: 'refused',
    reason: /nested deeper/,
  },
  {
    name: 'throws something without a text form',
    rule: 'class Mute(Exception):\n    def __str__(self): raise self\ndef score(_):\n    raise Mute()',
    status: 'fail',
    reason: /no text form/,
  },
  {
    name: 'patches the interpreter to answer for it',
    rule: `import builtins, json, posix, sys
builtins.type = builtins.str = builtins.len = builtins.isinstance = lambda *given: 1
json.dumps = lambda *given: "1"
posix.write = posix.read = lambda *given: 0
sys.modules["__main__"].main = None
def score(value):
    return value`,
    status: 'pass',
    reason: /^$/,
  },
];

describe('a candidate that', () => {
  test.each(CASES)('$name gets the verdict $status', async ({ rule, status, reason }) => {
    const { verdict } = await ask(rule);
    expect({ status: verdict.status, reason: verdict.reason ?? '' }).toEqual({
      status,
      reason: expect.stringMatching(reason),
    });
  });
});

test('in its messages, the folder it happens to lie in does not show', async () => {
  const rule = 'def score(_):\n    raise OSError(__file__)\n';
  expect((await ask(rule)).verdict.reason).toBe('shows: OSError: rule.py');
  expect((await ask(rule, '[1]', 'screened')).verdict.reason).toBe('shows: OSError: rule.py');
});

test('one process answers all questions, and the same verdict comes out twice, screened as fresh', async () => {
  const rule =
    'import helper\ndef score(_):\n    helper.CALLS.append(1)\n    return [len(helper.CALLS), list({"a", "b", "c", "d"})]\n';
  const first = await ask(rule);
  const again = await ask(rule);
  const screened = await ask(rule, '[1]', 'screened');
  expect(first.verdict.checks[0]!.evidence).toMatchObject([
    [1, expect.any(Array)],
    [2, expect.any(Array)],
  ]);
  expect(again.verdict).toEqual(first.verdict);
  expect(screened.verdict).toEqual({ ...first.verdict, mode: 'screened' });
});

test('screened one after the other, candidates share a process and no module', async () => {
  const rule = (number: number): string =>
    `import helper\nhelper.CALLS.append(${number})\ndef score(_):\n    return helper.CALLS\n`;
  const first = await ask(rule(1), '[1]', 'screened');
  const second = await ask(rule(2), '[1]', 'screened');
  expect(second.observed.batch).toBe(first.observed.batch);
  expect(first.verdict.checks[0]!.evidence).toEqual([[1], [1]]);
  expect(second.verdict.checks[0]!.evidence).toEqual([[2], [2]]);
});

test('a module in a folder finds its neighbours and those at the root', async () => {
  const nested = await openJudge({
    launcher,
    oracle: ORACLE,
    task: { subject: { ...PYTHON, module: 'package/rule.py' } },
  });
  const files = {
    'package/rule.py': 'import near, far\ndef score(_):\n    return near.NAME + far.NAME\n',
    'package/near.py': 'NAME = "near "\n',
    'far.py': 'NAME = "far"\n',
  };
  const { verdict } = await nested.askFiles(files, { inputs: '[1]' });
  await nested.close();
  expect(verdict.checks[0]!.evidence).toEqual(['near far', 'near far']);
});

test('a Python that cannot run in a sandbox is no Python, and none at all is said plainly', () => {
  expect(systemPython()).toMatch(/^\/usr\/.*python3\.\d+$/);
  expect(() => systemPython(['/usr/bin/env-of-nowhere', '/usr/bin/ldd', '/home/python3'])).toThrow(
    /FULCRUM_E_SUBJECT_TOOL_MISSING.*package `python3`/,
  );
});
