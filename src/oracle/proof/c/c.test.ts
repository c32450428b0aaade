import { afterAll, describe, expect, test } from 'vitest';
import { outcomeText } from '../outcome-of-function.ts';
import type { FunctionText, Inputs, ProofParameter } from '../problem.ts';
import { createProver } from '../prover.ts';
import { X, XY, c, problem, typeScript } from '../testing/functions.ts';
import { runCompiled } from '../testing/compiled-c.ts';

const prover = createProver();
afterAll(() => prover.close());

const compare = (reference: FunctionText, candidate: FunctionText, parameters: readonly ProofParameter[]) =>
  prover.prove(problem(reference, candidate, parameters), 15);

const U: readonly ProofParameter[] = [{ name: 'x', type: 'uint32' }];
const UU: readonly ProofParameter[] = [...U, { name: 'y', type: 'uint32' }];
const LONG: readonly ProofParameter[] = [{ name: 'x', type: 'int64' }];

// Warren, Hacker's Delight, 2nd edition; the sections are given.
const EQUAL: readonly (readonly [string, string, string, readonly ProofParameter[]])[] = [
  [
    'average that cannot overflow (2-5)',
    'unsigned f(unsigned x, unsigned y) { return ((uint64_t)x + y) / 2; }',
    'unsigned f(unsigned a, unsigned b) { return (a & b) + ((a ^ b) >> 1); }',
    UU,
  ],
  [
    'power of two (2-1)',
    'bool f(uint32_t x) { int n = 0; for (int i = 0; i < 32; i++) n += x >> i & 1; return n == 1; }',
    'bool f(uint32_t x) { return x && !(x & (x - 1)); }',
    U,
  ],
  [
    'population count (5-1)',
    'int f(uint32_t x) { int n = 0; while (x) { n++; x &= x - 1; } return n; }',
    'int f(uint32_t x) { x -= x >> 1 & 0x55555555; x = (x & 0x33333333) + (x >> 2 & 0x33333333); x = (x + (x >> 4)) & 0x0f0f0f0f; return x * 0x01010101u >> 24; }',
    [{ name: 'x', type: 'uint16' }],
  ],
  [
    'sign of a long',
    'int f(long x) { if (x > 0) return 1; return x < 0 ? -1 : 0; }',
    'int f(int64_t x) { return (x > 0) - (x < 0); }',
    LONG,
  ],
  [
    'promotion of small types',
    'int f(uint8_t x) { return x + x; }',
    'int f(uint8_t x) { return x << 1; }',
    [{ name: 'x', type: 'uint8' }],
  ],
  [
    'comparison of signed with unsigned',
    'int f(int x) { return x > 10u; }',
    'int f(int x) { return x > 10 || x < 0; }',
    X,
  ],
  [
    'helpers, switch and a loop left early',
    'static inline int low(int v) { return v & 3; } int f(int x) { switch (low(x)) { case 0: return 7; case 1: x = 1; break; default: x = 2; } return x; }',
    'int f(int x) { int r; for (r = 0; r < 2; ++r) { if ((x & 3) == r) break; } return r ? r : 7; }',
    X,
  ],
];

describe('equal', () => {
  test.each(EQUAL)('%s', async (_name, reference, candidate, parameters) => {
    expect(await compare(c(reference), c(candidate), parameters)).toEqual({
      kind: 'equal',
      overReals: false,
      referenceUndefinedAt: null,
    });
  });

  test('nothing is asked where the reference is undefined, and that is said', async () => {
    const reference = c('int f(int x) { return x < 0 ? -x : x; }');
    const candidate = c('int f(int x) { unsigned m = x >> 31; return ((unsigned)x ^ m) - m; }');
    expect(await compare(reference, candidate, X)).toEqual({
      kind: 'equal',
      overReals: false,
      referenceUndefinedAt: { x: -(2n ** 31n) },
    });
  });

  test('across languages', async () => {
    const reference = typeScript('(x, y) { return Math.imul(x, y) }');
    const candidate = c('int32_t f(int32_t x, int32_t y) { return (int32_t)((uint32_t)x * (uint32_t)y); }');
    expect(await compare(reference, candidate, XY)).toMatchObject({ kind: 'equal' });
  });
});

const DIFFERENT: readonly (readonly [string, string, string, readonly ProofParameter[]])[] = [
  ['off by one', 'int f(int x) { return x > 77; }', 'int f(int x) { return x >= 77; }', X],
  ['an unsigned comparison', 'int f(int x) { return x < 5; }', 'int f(int x) { return x < 5u; }', X],
  [
    'a trap behind a hash',
    'unsigned f(unsigned x) { return x & 255; }',
    'unsigned f(unsigned x) { if (x * 2654435761u == 987654322u) return 1; return x & 255; }',
    U,
  ],
  [
    'a truncation',
    'int64_t f(int64_t x) { return x; }',
    'int64_t f(int64_t x) { return (x >> 32 == 77) ? (int)x : x; }',
    LONG,
  ],
];

describe('different', () => {
  test.each(DIFFERENT)('%s', async (_name, reference, candidate, parameters) => {
    const result = await compare(c(reference), c(candidate), parameters);
    if (result.kind !== 'different') throw new Error(JSON.stringify(result));
    const { inputs, ...claimed } = result.counterexample;
    const observed = [reference, candidate].map((text) => call(text, Object.values(inputs)));
    expect(observed).toEqual([
      { result: claimed.reference, undefinedBehaviour: false },
      { result: claimed.candidate, undefinedBehaviour: false },
    ]);
    expect(claimed.reference).not.toBe(claimed.candidate);
  });

  // Each is defined in the reference for the input that is found.
  test.each([
    [
      'signed overflow',
      'int f(int x, int y) { return (int)((unsigned)x + (unsigned)y); }',
      'int f(int x, int y) { return x + y; }',
      /signed overflow/,
    ],
    [
      'INT_MIN / -1',
      'int f(int x, int y) { return y == 0 || (x == INT_MIN && y == -1) ? 0 : x / y; }',
      'int f(int x, int y) { return y == 0 ? 0 : x / y; }',
      /signed overflow/,
    ],
    [
      'division by zero',
      'int f(int x, int y) { return y == 77 ? 0 : x / (y - 77 | 1); }',
      'int f(int x, int y) { return y == 77 ? 0 % (y - 77) : x / (y - 77 | 1); }',
      /division by zero/,
    ],
    [
      'a shift by the width',
      'int f(int x, int y) { return (x & 1) << (y & 15); }',
      'int f(int x, int y) { return (x & 1) << (y == 4242 ? 32 : y & 15); }',
      /shift/,
    ],
    [
      'a shift of a negative number',
      'int f(int x, int y) { return (int)((unsigned)x << 1); }',
      'int f(int x, int y) { return x << 1; }',
      /shift/,
    ],
    [
      'no return',
      'int f(int x, int y) { return 0; }',
      'int f(int x, int y) { if (x != 4711) return 0; }',
      /no value/,
    ],
    [
      'a variable that is not set',
      'int f(int x, int y) { return 0; }',
      'int f(int x, int y) { int r; if (x != 4711) r = 0; return r; }',
      /read before/,
    ],
  ])('undefined behaviour of the candidate: %s', async (_name, reference, candidate, reason) => {
    const headers = '#include <limits.h>\n';
    const result = await compare(c(headers + reference), c(headers + candidate), XY);
    expect(result).toMatchObject({
      kind: 'different',
      counterexample: { candidate: expect.stringMatching(reason) as unknown },
    });
    const inputs = result.kind === 'different' ? Object.values(result.counterexample.inputs) : [];
    expect(call(reference, inputs).undefinedBehaviour).toBe(false);
    // gcc's sanitizer knows no missing returns in C, no unset variables.
    if (!/no value|read before/.test(reason.source))
      expect(call(candidate, inputs).undefinedBehaviour).toBe(true);
  });
});

test.each([
  ['recursion', 'int f(int x) { return x < 1 ? 0 : f(x - 1); }', /recursion/],
  ['a pointer', 'int f(int *x) { return *x; }', /name is expected/],
  ['a macro', '#define int long\nint f(int x) { return x; }', /outside the subset/],
  ['a header that is not known', '#include "evil.h"\nint f(int x) { return x; }', /outside the subset/],
  ['a line continued by a trigraph', 'int f(int x) { // ??/\n x = 0;\n return x; }', /trigraph/],
  ['a floating point type', 'double f(double x) { return x; }', /no integer type/],
  ['a floating point literal', 'int f(int x) { return x + 1.5; }', /outside the subset/],
  ['state', 'int f(int x) { static int n = 0; return n; }', /state/],
  ['a global variable', 'int n; int f(int x) { return n; }', /expected/],
  ['an assignment inside', 'int f(int x) { int y = 0; return y = x; }', /expected/],
  ['plain char', 'int f(char x) { return x; }', /no integer type/],
  ['an unknown function', 'int f(int x) { return abs(x); }', /does not define/],
  ['a loop without a bound', 'int f(int x) { int i = 0; while (i < x) i++; return i; }', /go round/],
  ['undefined everywhere', 'int f(int x) { return x / 0; }', /undefined for all inputs/],
])('unknown: %s', async (_name, text, reason) => {
  const result = await compare(c(text), c(text), X);
  expect(result).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(reason) as unknown });
});

/** One call by a compiled program. */
function call(text: string, inputs: readonly Inputs[string][]) {
  const given = inputs.map((input) =>
    input === -(2n ** 63n) ? 'INT64_MIN' : `${outcomeText({ kind: 'value', value: input })}LL`,
  );
  const { lines, undefinedBehaviour } =
    runCompiled(`#include <limits.h>\n#include <stdint.h>\n#include <stdbool.h>\n#include <stdio.h>
${text}\nint main(void) { printf("%lld", (long long)f(${given.join(', ')})); return 0; }`);
  return { result: lines[0], undefinedBehaviour };
}
