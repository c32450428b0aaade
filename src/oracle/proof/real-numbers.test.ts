import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { exact } from '../checks/exact-arithmetic.ts';
import { evaluate } from './evaluate.ts';
import { outcomeText } from './outcome-of-function.ts';
import type { ProofParameter } from './problem.ts';
import type { ProofResult } from './prove.ts';
import { createProver } from './prover.ts';
import { reduced } from './rational.ts';
import { REAL_X, REAL_XY, c, problem, typeScript } from './testing/functions.ts';
import { translateTypeScript } from './typescript/translate.ts';

const prover = createProver();
afterAll(() => prover.close());

const SEED = 20261121;

const compare = (
  reference: string,
  candidate: string,
  parameters: readonly ProofParameter[],
): Promise<ProofResult> =>
  prover.prove(problem(typeScript(reference), typeScript(candidate), parameters), 15);

// Identities of algebra; none of the first four holds in floating point.
test.each([
  ['a sum in another order', '(x, y) { return (x + y) + 0.1 }', '(x, y) { return x + (y + 0.1) }', REAL_XY],
  ['written decimals', '(x) { return x + 0.1 + 0.2 }', '(x) { return x + 0.3 }', REAL_X],
  ['a square', '(x, y) { return (x + y) * (x + y) }', '(x, y) { return x*x + 2*x*y + y*y }', REAL_XY],
  ['a mean', '(x, y) { return (x + y) / 2 }', '(x, y) { return x + (y - x) / 2 }', REAL_XY],
  [
    'the greater of two',
    '(x, y) { return Math.max(x, y) }',
    '(x, y) { return (x + y + Math.abs(x - y)) / 2 }',
    REAL_XY,
  ],
  [
    'a polynomial by Horner’s rule',
    '(x) { let s = 0; let p = 1; for (let i = 1; i <= 5; i++) { s += i * p; p *= x } return s }',
    '(x) { return 1 + x * (2 + x * (3 + x * (4 + x * 5))) }',
    REAL_X,
  ],
  [
    'a smooth step, with early returns',
    '(x) { if (x < 0) return 0; if (x > 1) return 1; return x * x * (3 - 2 * x) }',
    '(x) { const t = Math.min(Math.max(x, 0), 1); return t * t * (3 - 2 * t) }',
    REAL_X,
  ],
  ['a sum of squares', '(x, y) { return x * x + y * y >= 2 * x * y }', '(x, y) { return true }', REAL_XY],
  [
    'a guarded quotient',
    '(x, y) { return y === 0 ? 0 : x / y }',
    '(x, y) { if (y !== 0) return x / y; return 0 }',
    REAL_XY,
  ],
  ['one zero', '(x) { return Math.sign(-x) * 0 }', '(x) { return 0 }', REAL_X],
  [
    'halvings, as many as the bounds allow',
    '(x) { let n = 0; while (x > 1) { x = x / 2; n++ } return n }',
    '(x) { let n = 0; while (1 < x) { x *= .5; n += 0x1 } return n }',
    [{ name: 'x', type: 'real', minimum: 0, maximum: 16.5 }],
  ],
  [
    'literals in all their ways',
    '(x) { return x * 1_000.5e-1 + 0b11 + 5. }',
    '(x) { return x * 2001 / 20 + 8 }',
    REAL_X,
  ],
] as readonly (readonly [string, string, string, readonly ProofParameter[]])[])(
  'equal: %s',
  async (_name, reference, candidate, parameters) => {
    expect(await compare(reference, candidate, parameters)).toEqual({
      kind: 'equal',
      overReals: true,
      referenceUndefinedAt: null,
    });
  },
);

describe('different', () => {
  test('a trap at one number: an exact input, and both results', async () => {
    // 3x - 7 = 12345.678 for x = 12352.678 / 3.
    const trap = '(x) { if (3 * x - 7 === 12345.678) return 1; return x }';
    expect(await compare('(x) { return x }', trap, REAL_X)).toEqual({
      kind: 'different',
      counterexample: {
        inputs: { x: { numerator: 6176339n, denominator: 1500n } },
        reference: '6176339/1500',
        candidate: '1',
      },
    });
  });

  test('a bound is the decimal that is written', async () => {
    const below = [{ name: 'x', type: 'real', minimum: 0, maximum: 0.1 }] as const;
    const [reference, candidate] = ['(x) { return false }', '(x) { return x > 0.1 }'];
    expect(await compare(reference, candidate, below)).toMatchObject({ kind: 'equal' });
    const above = [{ ...below[0], maximum: 0.1000001 }] as const;
    expect(await compare(reference, candidate, above)).toMatchObject({ kind: 'different' });
  });

  test('a division by zero is a difference where only the candidate divides', async () => {
    const [sum, quotient] = ['(x, y) { return x + y }', '(x, y) { return (x * x - y * y) / (x - y) }'];
    const result = await compare(sum, quotient, REAL_XY);
    expect(result).toMatchObject({
      kind: 'different',
      counterexample: { candidate: 'undefined behaviour: division by zero' },
    });
    const { x, y } = result.kind === 'different' ? result.counterexample.inputs : {};
    expect(x).toEqual(y);
  });

  test('where the reference divides by zero, nothing is asked, and an input is shown', async () => {
    const [sum, quotient] = ['(x, y) { return x + y }', '(x, y) { return (x * x - y * y) / (x - y) }'];
    const result = await compare(quotient, sum, REAL_XY);
    if (result.kind !== 'equal' || typeof result.referenceUndefinedAt !== 'object')
      throw new Error(JSON.stringify(result));
    expect(result.referenceUndefinedAt?.['x']).toEqual(result.referenceUndefinedAt?.['y']);
  });
});

describe('unknown', () => {
  test('a difference at the square root of two only, which no fraction is', async () => {
    expect(await compare('(x) { return 0 }', '(x) { return x * x === 2 ? 1 : 0 }', REAL_X)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(/irrational inputs.*x = -?1\.414/) as unknown,
    });
  });

  test('a reference that is undefined there only', async () => {
    expect(
      await compare('(x) { return 1 / (x * x - 2) }', '(x) { return -1 / (2 - x * x) }', REAL_X),
    ).toMatchObject({ kind: 'equal', referenceUndefinedAt: 'irrational inputs' });
  });

  test.each([
    ['(x) { return x | 0 }', /operator \|/],
    ['(x) { return x % 2 }', /operator %/],
    ['(x) { return Math.floor(x) }', /Math\.floor/],
    ['(x) { return Math.sqrt(x) }', /Math\.sqrt/],
    ['(x) { while (x > 1) x = x / 2; return x }', /go round more than/],
    ['(x) { return x * 1e999 }', /beyond what a double holds/],
  ])('%s', async (text, reason) => {
    expect(await compare(text, text, REAL_X)).toMatchObject({
      kind: 'unknown',
      about: 'reference',
      reason: expect.stringMatching(reason) as unknown,
    });
  });

  test('a difference that evaluation cannot see, since its numbers grow too long', async () => {
    const grown = (result: string) =>
      `(x) { let t = x; for (let i = 0; i < 30; i++) t = t * t; return ${result} }`;
    const parameters = [{ name: 'x', type: 'real', minimum: 2, maximum: 3 }] as const;
    expect(await compare(grown('0'), grown('1'), parameters)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('4096 bits') as unknown,
    });
  });

  test('C has no real numbers', async () => {
    const same = c('int f(int x) { return x; }');
    await expect(prover.prove(problem(same, same, REAL_X), 5)).rejects.toThrow('for TypeScript');
  });
});

/** One expression in two languages. */
interface Twin {
  readonly javaScript: string;
  readonly python: string;
}

const twin = (javaScript: string, python = javaScript): Twin => ({ javaScript, python });
const literal = (text: string): Twin => twin(text, `Fraction("${text}")`);

const { expression } = fc.letrec<{ expression: Twin }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(twin('x'), twin('y'), ...['0', '1', '3', '0.1', '2.5e-1', '1e2'].map(literal)),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
      .map(([left, operator, right]) =>
        twin(
          `(${left.javaScript} ${operator} ${right.javaScript})`,
          `(${left.python} ${operator} ${right.python})`,
        ),
      ),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('expression'), tie('expression'))
      .map(([name, left, right]) =>
        twin(
          `Math.${name}(${left.javaScript}, ${right.javaScript})`,
          `${name}(${left.python}, ${right.python})`,
        ),
      ),
    tie('expression').map((operand) => twin(`Math.abs(${operand.javaScript})`, `abs(${operand.python})`)),
    tie('expression').map((operand) => twin(`(-${operand.javaScript})`, `(-${operand.python})`)),
    fc
      .tuple(tie('expression'), fc.constantFrom('<', '<='), tie('expression'), tie('expression'))
      .map(([one, operator, other, yes]) =>
        twin(
          `(${one.javaScript} ${operator} ${other.javaScript} ? ${yes.javaScript} : 1)`,
          `(${yes.python} if ${one.python} ${operator} ${other.python} else Fraction(1))`,
        ),
      ),
  ),
}));

const fraction = fc
  .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 12 }))
  .map(([numerator, denominator]) => `${numerator}/${denominator}`);

/** What Python's fractions make of each: `n/d`, or `zero` for a division by it. */
function inPython(cases: readonly (readonly [Twin, string, string])[]): readonly string[] {
  const lines = cases.map(
    ([{ python }, x, y]) => `show(lambda x, y: ${python}, Fraction("${x}"), Fraction("${y}"))`,
  );
  const program = `from fractions import Fraction
def show(f, x, y):
    try:
        print(f(x, y))
    except ZeroDivisionError:
        print("zero")
${lines.join('\n')}`;
  const { stdout, status, stderr } = spawnSync('python3', ['-'], { input: program, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}

const cases = (seed: number, count: number) =>
  fc.sample(fc.tuple(expression, fraction, fraction), { seed, numRuns: count });

test('evaluation agrees with fractions of Python', () => {
  const drawn = cases(SEED, 600);
  const results = drawn.map(([{ javaScript }, ...inputs]) => {
    const text = `export const f = (x, y) => ${javaScript}`;
    const program = translateTypeScript('javascript', text, 'f', ['number', 'number'], 'real');
    const outcome = evaluate(
      program,
      inputs.map((input) => reduced(exact(input))),
    );
    return outcome.kind === 'failed' ? 'zero' : outcomeText(outcome);
  });
  const expected = inPython(drawn);
  expect(results).toEqual(expected);
  expect(expected.filter((text) => text === 'zero').length).toBeGreaterThan(10);
  expect(new Set(expected).size).toBeGreaterThan(100);
});

test('the solver proves the one result that Python gives, and refutes another', async () => {
  const drawn = cases(SEED + 1, 16);
  const expected = inPython(drawn);
  const at = ([{ javaScript }, x, y]: (typeof drawn)[number], value = javaScript) =>
    `(x, y) { return x === ${x} && y === ${y} ? ${value} : 0 }`;
  for (const [index, drawnCase] of drawn.entries()) {
    const result = expected[index]!;
    const undefinedThere = result === 'zero';
    const same = await compare(
      undefinedThere ? at(drawnCase, '0') : at(drawnCase, result),
      at(drawnCase),
      REAL_XY,
    );
    expect([drawnCase, same.kind]).toEqual([drawnCase, undefinedThere ? 'different' : 'equal']);
    if (undefinedThere) continue;
    const other = await compare(at(drawnCase, `${result} + 1`), at(drawnCase), REAL_XY);
    if (other.kind !== 'different') throw new Error(`${other.kind}: ${drawnCase[0].javaScript}`);
    const [, x, y] = drawnCase;
    expect(other.counterexample).toMatchObject({
      inputs: { x: reduced(exact(x)), y: reduced(exact(y)) },
      candidate: result,
    });
  }
});
