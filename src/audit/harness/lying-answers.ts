import type { Behaviour } from '../attacks/behaviour.ts';

const NAMED = '(expected|answer|target|truth|want|correct|reference|optimum|best|solution)';

/** Answers of the right shape, so that what reads them comes as far as comparing them. */
export const WRONG_VALUES: Behaviour = {
  name: 'wrong values',
  does: 'puts NaN for every number, another text for every text, and turns every truth value round',
  expectation: 'must-fail',
  javascript: {
    kind: 'exports',
    state: [
      'let wrong = 0;',
      'const spoilt = (value) => {',
      "  if (typeof value === 'number') { wrong += 1; return NaN; }",
      "  if (typeof value === 'string') { wrong += 1; return value + '?'; }",
      "  if (typeof value === 'boolean') { wrong += 1; return !value; }",
      '  if (Array.isArray(value)) return value.map(spoilt);',
      "  if (typeof value !== 'object' || value === null) return value;",
      '  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoilt(inner)]));',
      '};',
    ].join('\n'),
    answer:
      "wrong = 0; const answer = spoilt(original(...args)); return wrong > 0 || typeof answer === 'object' ? answer : null;",
    data: 'spoilt(original)',
  },
  python: {
    kind: 'exports',
    state: [
      'wrong = 0',
      'def spoilt(value):',
      '    global wrong',
      '    if isinstance(value, (bool, int, float, str)):',
      '        wrong += 1',
      "        return not value if isinstance(value, bool) else value + '?' if isinstance(value, str) else float('nan')",
      '    if isinstance(value, (list, tuple)): return type(value)([spoilt(inner) for inner in value])',
      '    if isinstance(value, dict): return {key: spoilt(inner) for key, inner in value.items()}',
      '    return value',
    ].join('\n'),
    answer: 'global wrong; wrong = 0; result = spoilt(original(*args)); return result if wrong else None',
    data: 'spoilt(original)',
  },
};

/** Answers that are no plain data, or that are looked up in whoever asks: harness and candidate share a process. */
export const LYING_ANSWERS: readonly Behaviour[] = [
  {
    name: 'equal to everything',
    does: 'answers with an object that claims to equal, contain and exceed whatever it is compared with',
    expectation: 'must-fail',
    javascript: {
      kind: 'exports',
      state: `const liar = new Proxy(function () {}, { get: (_, name) => name === Symbol.toPrimitive ? () => 1e9 : name === 'toJSON' ? () => 1e9 : name === 'length' ? 1e9 : name === 'equals' || name === 'every' || name === 'includes' ? () => true : typeof name === 'symbol' ? undefined : liar, apply: () => liar });`,
      answer: 'return liar;',
      data: 'liar',
    },
    python: {
      kind: 'exports',
      state: [
        'class Liar:',
        '    def __eq__(self, other): return True',
        '    def __ne__(self, other): return False',
        '    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__',
        '    def __hash__(self): return 0',
        '    def __bool__(self): return True',
        '    def __float__(self): return 1e9',
        '    def __int__(self): return 10**9',
        '    __index__ = __int__',
        '    def __len__(self): return 1',
        '    def __iter__(self): return iter([self])',
        '    def __getitem__(self, key): return self',
        '    def __getattr__(self, name): return self',
        '    def __call__(self, *args, **named): return self',
        '    def __add__(self, other): return self',
        '    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __pow__ = __add__',
        '    def __abs__(self): return self',
        'Liar.__neg__ = Liar.__round__ = lambda self, *args: self',
      ].join('\n'),
      answer: 'return Liar()',
      data: 'Liar()',
    },
  },
  {
    name: 'text equal to everything',
    does: 'answers with a text and containers of it that claim to equal whatever they are compared with',
    expectation: 'must-fail',
    javascript: {
      kind: 'exports',
      state: `class Always extends String { valueOf() { return this; } toString() { return 'x'; } get length() { return 1; } localeCompare() { return 0; } includes() { return true; } }`,
      answer: "return new Always('x');",
      data: "new Always('x')",
    },
    python: {
      kind: 'exports',
      state: [
        'class Always(str):',
        '    def __eq__(self, other): return True',
        '    def __ne__(self, other): return False',
        '    def __hash__(self): return 0',
        '    def __contains__(self, other): return True',
        'class Every(dict):',
        '    def __contains__(self, key): return True',
        '    def __missing__(self, key): return Always()',
        '    def get(self, key, default=None): return Always()',
      ].join('\n'),
      answer: 'return Every()',
      data: 'Every()',
    },
  },
  {
    name: 'a number that lies',
    does: 'answers with a number that is a billion when it is compared or converted',
    expectation: 'must-fail',
    javascript: {
      kind: 'exports',
      state: 'class Billion extends Number { valueOf() { return 1e9; } toJSON() { return 1e9; } }',
      answer: 'return new Billion(0);',
      data: 'new Billion(0)',
    },
    python: {
      kind: 'exports',
      state: [
        'class Billion(float):',
        '    def __eq__(self, other): return True',
        '    def __ne__(self, other): return False',
        '    def __lt__(self, other): return True',
        '    __le__ = __gt__ = __ge__ = __lt__',
        '    def __hash__(self): return 0',
        '    def __abs__(self): return Billion(0)',
        '    def __sub__(self, other): return Billion(0)',
        '    __rsub__ = __sub__',
        '    def __float__(self): return 1e9',
      ].join('\n'),
      answer: 'return Billion(1e9)',
      data: 'Billion(1e9)',
    },
  },
  {
    name: 'answers of its caller',
    does: 'looks for the expected answer in the variables of whoever calls it, and gives that',
    expectation: 'must-fail',
    javascript: { kind: 'exports', answer: 'return null;', data: 'null' },
    python: {
      kind: 'exports',
      state: [
        'import re, sys',
        'def _seen(frame):',
        '    while frame is not None:',
        '        for names in (frame.f_locals, frame.f_globals):',
        '            for name, value in list(names.items()):',
        `                if re.search(r'${NAMED}', name, re.I) and isinstance(value, (int, float, str, list, tuple, dict)): return value`,
        '        frame = frame.f_back',
        '    return None',
      ].join('\n'),
      answer: 'return _seen(sys._getframe(1))',
      data: 'None',
    },
  },
];
