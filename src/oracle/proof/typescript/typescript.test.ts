import { stripTypeScriptTypes } from 'node:module';
import { afterAll, describe, expect, test } from 'vitest';
import type { FunctionText, Inputs, ProofParameter } from '../problem.ts';
import { createProver } from '../prover.ts';
import { X, XY, problem, typeScript } from '../testing/functions.ts';

const prover = createProver();
const SECONDS = 15;
afterAll(() => prover.close());

const compare = (
  reference: FunctionText,
  candidate: FunctionText,
  parameters: readonly ProofParameter[],
  zeros: 'distinct' | 'equal' = 'distinct',
) => prover.prove({ ...problem(reference, candidate, parameters), zeros }, SECONDS);

/** What JavaScript itself makes of it. */
function run({ text }: FunctionText, inputs: Inputs): string {
  const source = stripTypeScriptTypes(text).replaceAll('export ', '');
  const values = Object.values(inputs).map((input) => (typeof input === 'bigint' ? Number(input) : input));
  // oxlint-disable-next-line typescript/no-implied-eval
  const result: unknown = new Function(`${source}; return f`)()(...values);
  return Object.is(result, -0) ? '-0' : String(result);
}

// Warren, Hacker's Delight, 2nd edition; the sections are given.
const EQUAL: readonly (readonly [string, string, string, readonly ProofParameter[]])[] = [
  ['twice', '(x) { return (x * 2) | 0 }', '(x) { return x << 1 }', X],
  [
    'abs by sign mask, INT_MIN included (2-4)',
    '(x) { return x < 0 ? -x : x }',
    '(x) { const m = x >> 31; return (x ^ m) - m }',
    X,
  ],
  [
    'abs in 32 bits (2-4)',
    '(x) { return (x < 0 ? -x : x) | 0 }',
    '(x) { const m = x >> 31; return ((x ^ m) - m) | 0 }',
    X,
  ],
  [
    'floor average (2-5)',
    '(x, y) { return Math.floor((x + y) / 2) }',
    '(x, y) { return (x & y) + ((x ^ y) >> 1) }',
    XY,
  ],
  ['sign (2-8)', '(x) { return Math.sign(x) }', '(x) { return (x >> 31) | (-x >>> 31) }', X],
  [
    'min without a branch (2-19)',
    '(x, y) { return Math.min(x, y) }',
    '(x, y) { return y ^ ((x ^ y) & -(x < y)) }',
    XY,
  ],
  [
    'max without a branch (2-19)',
    '(x, y) { return x > y ? x : y }',
    '(x, y) { return x ^ ((x ^ y) & -(x < y)) }',
    XY,
  ],
  [
    'power of two (2-1)',
    '(x) { for (let k = 0; k < 31; k++) if (x === 1 << k) return true; return false }',
    '(x) { return x > 0 && (x & (x - 1)) === 0 }',
    X,
  ],
  [
    'population count by a loop that clears a bit (5-1)',
    '(x) { let c = 0; while (x !== 0) { x &= x - 1; c++ } return c }',
    `(x) { x = x - ((x >>> 1) & 0x55555555); x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
      x = (x + (x >>> 4)) & 0x0f0f0f0f; return Math.imul(x, 0x01010101) >>> 24 }`,
    [{ name: 'x', type: 'uint16' }],
  ],
  [
    'reversed bits (7-1)',
    '(x) { let r = 0; for (let i = 0; i < 32; i++) { r = (r << 1) | (x & 1); x >>>= 1 } return r }',
    `(x) { x = ((x & 0x55555555) << 1) | ((x >>> 1) & 0x55555555); x = ((x & 0x33333333) << 2) | ((x >>> 2) & 0x33333333);
      x = ((x & 0x0f0f0f0f) << 4) | ((x >>> 4) & 0x0f0f0f0f);
      return (x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24) }`,
    X,
  ],
  [
    'leading zeros',
    '(x) { let n = 0; while (n < 32 && ((x >>> (31 - n)) & 1) === 0) n++; return n }',
    '(x) { return Math.clz32(x) }',
    X,
  ],
  ['remainder by a mask', '(x) { return x % 8 | 0 }', '(x) { return x < 0 ? -(-x & 7) | 0 : x & 7 }', X],
  [
    'division by zero that `| 0` makes 0',
    '(x, y) { return (x / y) | 0 }',
    '(x, y) { return y === 0 ? 0 : Math.trunc(x / y) | 0 }',
    XY,
  ],
  [
    'switch with a fall-through',
    '(x) { let r = 9; switch (x) { case 1: case 2: r = 3; break; case 4: r = 5; default: r += 1 } return r }',
    '(x) { return x === 1 || x === 2 ? 3 : x === 4 ? 6 : 10 }',
    X,
  ],
  [
    'exceptions are results',
    `(x) { if (x < 0) throw new RangeError('no'); return x }`,
    `(x) { if (!(x >= 0)) { throw new Error() } return x }`,
    X,
  ],
  [
    'break and continue',
    '(x) { let s = 0; for (let i = 0; i < 9; i++) { if (i === 2) continue; if (i === 5) break; s += x } return s }',
    '(x) { return x * 4 + 0 }',
    X,
  ],
  [
    'the last value of a do loop',
    '(x) { let i = 0; do { i++ } while (i < (x & 7)); return i }',
    '(x) { return Math.max(1, x & 7) }',
    X,
  ],
  [
    'a helper and a constant',
    '(x, y) { return clamp(x) + clamp(y) } const TOP = 100; const clamp = (v: number) => v > TOP ? TOP : v;',
    '(x, y) { return Math.min(x, 100) + Math.min(y, 100) }',
    XY,
  ],
];

describe('equal', () => {
  test.each(EQUAL)('%s', async (_name, reference, candidate, parameters) => {
    expect(await compare(typeScript(reference), typeScript(candidate), parameters)).toEqual({
      kind: 'equal',
      overReals: false,
      referenceUndefinedAt: null,
    });
  });

  test('an invariant that holds only within the bounds of the task', async () => {
    const reference = typeScript('(x) { return x }');
    const candidate = typeScript('(x) { return x & 255 }');
    expect(
      await compare(reference, candidate, [{ name: 'x', type: 'int32', minimum: 0, maximum: 255 }]),
    ).toMatchObject({ kind: 'equal' });
    expect(
      await compare(reference, candidate, [{ name: 'x', type: 'int32', minimum: 0, maximum: 256 }]),
    ).toMatchObject({ kind: 'different', counterexample: { inputs: { x: 256n } } });
  });

  test('a trap that double rounding disarms: no 32-bit number reaches it, as a walk over all of them shows', async () => {
    const candidate = typeScript(
      '(x) { if (((x * 2654435761) | 0) === 0x1234567) return 1; return x & 255 }',
    );
    expect(await compare(typeScript('(x) { return x & 255 }'), candidate, X)).toMatchObject({
      kind: 'equal',
    });
  });

  test('what is a call in TypeScript is two comparisons in JavaScript', async () => {
    const text = 'export function f(x) { const g = x; return (g < x > (0)) }';
    const call = 'export function f(x) { return g<number>(x) } function g(v) { return v }';
    const reference = { language: 'javascript', text, name: 'f' } as const;
    const always = { ...reference, text: 'export const f = (x) => false' } as const;
    expect(await compare(reference, always, X)).toMatchObject({ kind: 'equal' });
    expect(await compare({ ...reference, text: call }, reference, X)).toMatchObject({ kind: 'unknown' });
    expect(
      await compare({ language: 'typescript', text: call, name: 'f' }, typeScript('(x) { return x }'), X),
    ).toMatchObject({ kind: 'equal' });
  });

  test('0 and -0 differ unless the task says otherwise', async () => {
    const [reference, candidate] = [typeScript('(x) { return -x }'), typeScript('(x) { return 0 - x }')];
    expect(await compare(reference, candidate, X)).toEqual({
      kind: 'different',
      counterexample: { inputs: { x: 0n }, reference: '-0', candidate: '0' },
    });
    expect(await compare(reference, candidate, X, 'equal')).toMatchObject({ kind: 'equal' });
  });
});

// ECMA-262, 6.1.6.1 (Number::multiply, divide, remainder, add, subtract) and 21.3.2 (Math.max, Math.min, Math.trunc).
test.each([
  ['x * y', 'x * y === 0 ? ((x < 0) === (y < 0) ? 0 : -0) : x * y'],
  ['x % 5', 'x % 5 === 0 ? (x < 0 ? -0 : 0) : x % 5'],
  ['Math.trunc(x / 7)', '((x / 7) | 0) === 0 ? (x < 0 ? -0 : 0) : (x / 7) | 0'],
  ['Math.ceil(x / 7)', 'x > -7 && x < 0 ? -0 : Math.ceil(x / 7)'],
  ['Math.min(x * 0, 0)', 'x < 0 ? -0 : 0'],
  ['Math.max(x * 0, 0)', '0'],
  ['Math.max(x * 0, y * 0)', 'x < 0 && y < 0 ? -0 : 0'],
  ['x * 0 + y * 0', 'x < 0 && y < 0 ? -0 : 0'],
  ['x * 0 - y * 0', 'x < 0 && y >= 0 ? -0 : 0'],
  ['Math.abs(x * 0)', '0'],
  ['Math.sign(x * 0)', 'x < 0 ? -0 : 0'],
  ['-(x * 0)', 'x < 0 ? 0 : -0'],
  ['(x * 0) | 0', '0'],
])('the sign of zero: %s', async (expression, meaning) => {
  const bytes = [
    { name: 'x', type: 'int8' },
    { name: 'y', type: 'int8' },
  ] as const;
  const [one, other] = [
    typeScript(`(x, y) { return ${expression} }`),
    typeScript(`(x, y) { return ${meaning} }`),
  ];
  expect(await compare(one, other, bytes)).toMatchObject({ kind: 'equal' });
});

const DIFFERENT: readonly (readonly [string, string, string, readonly ProofParameter[]])[] = [
  ['off by one', '(x) { return x > 10 ? 1 : 0 }', '(x) { return x >= 10 ? 1 : 0 }', X],
  ['wrong at INT_MIN only', '(x) { return Math.abs(x) }', '(x) { return Math.abs(x) | 0 }', X],
  ['overflow of a sum', '(x, y) { return x + y }', '(x, y) { return (x + y) | 0 }', XY],
  [
    'a product that a double rounds',
    '(x, y) { return (x * y) | 0 }',
    '(x, y) { return Math.imul(x, y) }',
    XY,
  ],
  ['one that returns nothing', '(x) { return x }', '(x) { if (x !== 123457) return x }', X],
  ['one that throws', '(x) { return x }', `(x) { if (x === 7654321) throw new Error('x'); return x }`, X],
  ['a boolean for a number', '(x) { return x & 1 }', '(x) { return (x & 1) === 1 }', X],
  [
    'a trap behind a hash',
    '(x) { return x & 255 }',
    '(x) { if (Math.imul(x, 2654435761) === 1111111111) return 1; return x & 255 }',
    X,
  ],
  [
    'a trap behind a rounded product',
    '(x) { return x & 255 }',
    `(x) { if (((x * 2654435761) | 0) === ${(123456789 * 2654435761) | 0}) return 1; return x & 255 }`,
    [{ name: 'x', type: 'int32', minimum: 120_000_000, maximum: 130_000_000 }],
  ],
  [
    'a trap behind two arguments',
    '(x, y) { return x < y ? x : y }',
    '(x, y) { return (x ^ 0x5eed) === y * 3 && x > 1e6 ? x : x < y ? x : y }',
    XY,
  ],
];

describe('different', () => {
  test.each(DIFFERENT)('%s', async (_name, reference, candidate, parameters) => {
    const [one, other] = [typeScript(reference), typeScript(candidate)];
    const result = await compare(one, other, parameters);
    if (result.kind !== 'different') throw new Error(JSON.stringify(result));
    const { inputs, ...claimed } = result.counterexample;
    expect(claimed.reference).not.toBe(claimed.candidate);
    const observed = [one, other].map((text) => {
      try {
        return run(text, inputs);
      } catch {
        return 'an exception';
      }
    });
    expect([claimed.reference, claimed.candidate]).toEqual(observed);
  });
});

const UNKNOWN: readonly (readonly [string, string, RegExp])[] = [
  ['recursion', '(x) { return x <= 0 ? 0 : f(x - 1) }', /recursion/],
  ['a loop without a bound', '(x) { let i = 0; while (i < x) i++; return x }', /go round more than/],
  ['a loop that does not end', '(x) { while (true) {} }', /go round more than/],
  ['texts', `(x) { return ('' + x) | 0 }`, /literal that is neither/],
  ['fractions', '(x) { return x * 0.5 }', /no integer/],
  ['a quotient with a fraction', '(x) { return x / 2 }', /quotient/],
  ['an import', `(x) { return x } import './evil.ts'`, /ImportDeclaration/],
  ['a statement of the module', '(x) { return Math.abs(x) } Math.abs = () => 0;', /outside functions/],
  ['state', '(x) { return x + calls } let calls = 0;', /state/],
  [
    'Math hidden by the module',
    '(x) { return Math.abs(x) } function Math() {}',
    /MemberExpression|call of something/,
  ],
  ['Math hidden by a variable', '(x) { const Math = 1; return Math.abs(x) }', /call of something/],
  ['a default parameter', '(x = 1) { return x }', /parameter/],
  ['too few parameters', '() { return 1 }', /called with 1 arguments/],
  [
    'a variable read before its declaration',
    '(x) { const y = z; const z = x; return y }',
    /before its declaration/,
  ],
  [
    'an inner name read too early',
    '(x) { const y = 1; { if (y) return x; const y = 2 } return x }',
    /before its declaration/,
  ],
  ['a remainder that may be NaN', '(x) { return 5 % x }', /NaN/],
  ['a number that grows', '(x) { return x * x * x * x }', /2\^80/],
  ['eval', `(x) { return eval('x') }`, /eval|literal/],
  ['a property', '(x) { return x.valueOf }', /property/],
  ['an assignment inside', '(x) { let y = 0; return (y = x) }', /AssignmentExpression/],
  ['a syntax error', '(x) { return', /syntax error/],
];

describe('unknown', () => {
  test.each(UNKNOWN)('%s', async (_name, candidate, reason) => {
    // The reference is what the candidate would compute on the sampled inputs, so that only the model can tell.
    const result = await compare(typeScript(candidate), typeScript(candidate), X);
    expect(result).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(reason) as unknown });
  });

  test('says whose fault it is', async () => {
    const [good, bad] = [typeScript('(x) { return x }'), typeScript('(x) { return x / 2 }')];
    expect(await compare(good, bad, X)).toMatchObject({ kind: 'unknown', about: 'candidate' });
    expect(await compare(bad, good, X)).toMatchObject({ kind: 'unknown', about: 'reference' });
  });

  test('a difference is shown even where another input is not modelled', async () => {
    const reference = typeScript('(x) { return x & 1 }');
    const candidate = typeScript(
      '(x) { let i = 0; if (x > 1000) while (i < x) i++; return x === -77777 ? 5 : x & 1 }',
    );
    expect(await compare(reference, candidate, X)).toMatchObject({
      kind: 'different',
      counterexample: { inputs: { x: -77777n } },
    });
  });
});
