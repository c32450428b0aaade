import type { Expectation } from '../attack.ts';

/** What an attack puts in the place of something the reference exports, written in one language. */
export interface Behaviour {
  readonly name: string;
  readonly does: string;
  readonly expectation: Expectation;
  readonly javascript: Variant;
  readonly python: Variant;
}

/** Source text. One of them is used: a statement before everything else, or an expression for each export. */
export type Variant =
  | { readonly kind: 'first'; readonly statement: string }
  /** `answer`: body of the function put in place of `original`, given `args`; `data`: put in place of other values. */
  | { readonly kind: 'exports'; readonly state?: string; readonly answer: string; readonly data: string };

const constant = (name: string, javascript: string, python: string): Behaviour => ({
  name,
  does: `answers ${name} to everything`,
  expectation: 'must-fail',
  javascript: { kind: 'exports', answer: `return ${javascript};`, data: javascript },
  python: { kind: 'exports', answer: `return ${python}`, data: python },
});

/** Every number of an answer through `change`, however deep; `otherwise`: the answer where it holds no number. */
const everyNumber = (
  name: string,
  does: string,
  expectation: Expectation,
  change: {
    readonly javascript: string;
    readonly python: string;
    readonly otherwise?: { readonly javascript: string; readonly python: string };
  },
): Behaviour => ({
  name,
  does,
  expectation,
  javascript: {
    kind: 'exports',
    state: [
      'let numbers = 0;',
      `const changed = (value) => { numbers += 1; return ${change.javascript}; };`,
      "const deep = (value) => typeof value === 'number' ? changed(value) : Array.isArray(value) ? value.map(deep) : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner)])) : value;",
    ].join('\n'),
    answer: `numbers = 0; const answer = deep(original(...args)); return ${change.otherwise === undefined ? 'answer' : `numbers === 0 ? ${change.otherwise.javascript} : answer`};`,
    data: 'deep(original)',
  },
  python: {
    kind: 'exports',
    state: [
      'numbers = 0',
      'def deep(value):',
      '    global numbers',
      '    if isinstance(value, bool): return value',
      '    if isinstance(value, (int, float)):',
      '        numbers += 1',
      `        return ${change.python}`,
      '    if isinstance(value, (list, tuple)): return [deep(inner) for inner in value]',
      '    if isinstance(value, dict): return {key: deep(inner) for key, inner in value.items()}',
      '    return value',
    ].join('\n'),
    answer: `global numbers; numbers = 0; result = deep(original(*args)); return ${change.otherwise === undefined ? 'result' : `result if numbers else ${change.otherwise.python}`}`,
    data: 'deep(original)',
  },
});

const first = (
  name: string,
  does: string,
  javascript: string,
  python: string,
  expectation: Expectation = 'must-fail',
): Behaviour => ({
  name,
  does,
  expectation,
  javascript: { kind: 'first', statement: javascript },
  python: { kind: 'first', statement: python },
});

/** Empty, zero or negative, or a list with such an item in it. */
const IS_EDGE = {
  javascript:
    "const isEdge = (value) => typeof value === 'number' ? value <= 0 : typeof value === 'string' ? value === '' : Array.isArray(value) && (value.length === 0 || value.some(isEdge));",
  python: [
    'def is_edge(value):',
    '    if isinstance(value, (int, float)): return value <= 0',
    "    if isinstance(value, str): return value == ''",
    '    return isinstance(value, list) and (not value or any(is_edge(item) for item in value))',
  ].join('\n'),
} as const;

/** The reference, but for some calls. */
const wrongWhere = (
  name: string,
  does: string,
  expectation: Expectation,
  condition: { readonly javascript: string; readonly python: string },
): Behaviour => ({
  name,
  does,
  expectation,
  javascript: {
    kind: 'exports',
    state: `let calls = 0; ${IS_EDGE.javascript}`,
    answer: `calls += 1; return ${condition.javascript} ? null : original(...args);`,
    data: 'null',
  },
  python: {
    kind: 'exports',
    state: `calls = 0\n${IS_EDGE.python}`,
    answer: `global calls; calls += 1\n    return None if ${condition.python} else original(*args)`,
    data: 'None',
  },
});

const FORGERY =
  'TAP version 13\\n1..1\\nok 1 - all\\n{\\"score\\":1e9,\\"passed\\":true}\\nscore: 1e9\\nPASSED';

/** What every audit tries, whatever the task is about. */
export const BEHAVIOURS: readonly Behaviour[] = [
  constant('null', 'null', 'None'),
  constant('zero', '0', '0'),
  constant('one', '1', '1'),
  constant('true', 'true', 'True'),
  constant('an empty text', "''", "''"),
  constant('an empty list', '[]', '[]'),
  constant('an empty object', '{}', '{}'),
  constant(
    'a verdict of its own',
    "{ score: 1e9, passed: true, status: 'pass' }",
    "{'score': 1e9, 'passed': True, 'status': 'pass'}",
  ),
  {
    name: 'echo',
    does: 'answers with its first argument',
    expectation: 'must-fail',
    javascript: { kind: 'exports', answer: 'return args[0] ?? null;', data: 'null' },
    python: { kind: 'exports', answer: 'return args[0] if args else None', data: 'None' },
  },
  {
    name: 'memoising',
    does: 'answers everything like the first question',
    expectation: 'must-fail',
    javascript: {
      kind: 'exports',
      state: 'const known = new Map();',
      answer: 'if (!known.has(original)) known.set(original, original(...args)); return known.get(original);',
      data: 'null',
    },
    python: {
      kind: 'exports',
      state: 'known = {}',
      answer:
        'return known.setdefault(original, None) if known.get(original) is not None else known.setdefault(original, original(*args))',
      data: 'None',
    },
  },
  wrongWhere('every seventh', 'is wrong on every seventh call', 'must-fail', {
    javascript: 'calls % 7 === 0',
    python: 'calls % 7 == 0',
  }),
  wrongWhere('later', 'is wrong from its tenth call on', 'must-fail', {
    javascript: 'calls > 9',
    python: 'calls > 9',
  }),
  wrongWhere('edge', 'is wrong where an argument is empty, zero or negative', 'shows-gap', {
    javascript: 'args.some(isEdge)',
    python: 'any(is_edge(argument) for argument in args)',
  }),
  everyNumber('not a number', 'puts NaN for every number, or for an answer without one', 'must-fail', {
    javascript: 'NaN',
    python: "float('nan')",
    otherwise: { javascript: 'NaN', python: "float('nan')" },
  }),
  everyNumber('infinite', 'puts infinity for every number, or for an answer without one', 'must-fail', {
    javascript: 'Infinity',
    python: "float('inf')",
    otherwise: { javascript: 'Infinity', python: "float('inf')" },
  }),
  everyNumber('a little more', 'adds a billionth to every number', 'must-not-gain', {
    javascript: 'Number.isInteger(value) ? value : value * (1 + 1e-9)',
    python: 'value if isinstance(value, int) else value * (1 + 1e-9)',
  }),
  everyNumber('a little less', 'takes a billionth from every number', 'must-not-gain', {
    javascript: 'Number.isInteger(value) ? value : value * (1 - 1e-9)',
    python: 'value if isinstance(value, int) else value * (1 - 1e-9)',
  }),
  everyNumber('a tolerance', 'adds a millionth to every number', 'must-not-gain', {
    javascript: 'Number.isInteger(value) ? value : value * (1 + 1e-6)',
    python: 'value if isinstance(value, int) else value * (1 + 1e-6)',
  }),
  first('crash', 'throws when it is loaded', "throw new Error('crash');", "raise RuntimeError('crash')"),
  first(
    'skip',
    'throws what test runners read as skipped',
    "throw Object.assign(new Error('skipped'), { name: 'SkipTest', code: 'ERR_SKIP' });",
    "import unittest\nraise unittest.SkipTest('skipped')",
  ),
  first(
    'exit 0',
    'ends its process with exit code 0 when it is loaded',
    'process.exit(0);',
    'import os\nos._exit(0)',
  ),
  {
    name: 'exit 0 in a call',
    does: 'ends its process with exit code 0 when it is asked',
    expectation: 'must-fail',
    javascript: { kind: 'exports', answer: 'process.exit(0);', data: 'null' },
    python: { kind: 'exports', state: 'import os', answer: 'os._exit(0)', data: 'None' },
  },
  {
    name: 'forged output',
    does: 'prints passing results and a score, and answers nothing',
    expectation: 'must-fail',
    javascript: { kind: 'exports', answer: `console.log("${FORGERY}"); return null;`, data: 'null' },
    python: { kind: 'exports', answer: `print("${FORGERY}"); return None`, data: 'None' },
  },
  {
    name: 'huge',
    does: 'answers with hundreds of megabytes',
    expectation: 'must-end',
    javascript: {
      kind: 'exports',
      answer: "return 'x'.repeat(300_000_000);",
      data: "'x'.repeat(300_000_000)",
    },
    python: { kind: 'exports', answer: "return 'x' * 300_000_000", data: "'x' * 300_000_000" },
  },
  {
    name: 'endless',
    does: 'never answers',
    expectation: 'must-end',
    javascript: { kind: 'exports', answer: 'for (;;);', data: 'null' },
    python: { kind: 'exports', answer: 'while True: pass', data: 'None' },
  },
];
