import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { outcomeText } from './outcome-of-function.ts';
import { createProver } from './prover.ts';
import { XY, problem, typeScript } from './testing/functions.ts';
import { int32 } from './testing/int32.ts';
import { translateTypeScript } from './typescript/translate.ts';

const prover = createProver();
afterAll(() => prover.close());

const SEED = 20261121;

const leaf = fc.constantFrom('x', 'y', '0', '1', '3', '(-1)', '31', '255', '(-7)', '2654435761');

/** Integer expressions of JavaScript; products go beyond 2^53. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '&', '|', '^', '<<', '>>', '>>>'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('expression').map((operand) => `(-${operand})`),
    tie('expression').map((operand) => `(~${operand})`),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => `((${left} / ${right}) | 0)`),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => `((${left} % ${right}) | 0)`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'), tie('expression'))
      .map(([one, other, yes, no]) => `(${one} < ${other} ? ${yes} : ${no})`),
    fc
      .tuple(fc.constantFrom('min', 'max', 'imul'), tie('expression'), tie('expression'))
      .map(([name, left, right]) => `Math.${name}(${left}, ${right})`),
    fc
      .tuple(fc.constantFrom('abs', 'sign', 'clz32'), tie('expression'))
      .map(([name, operand]) => `Math.${name}(${operand})`),
  ),
}));

const compiled = (text: string) =>
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function('x', 'y', `return ${text}`) as (x: number, y: number) => number;
const literal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

test('evaluation agrees with JavaScript', () => {
  fc.assert(
    fc.property(expression, int32, int32, (text, x, y) => {
      const program = translateTypeScript(
        'javascript',
        `export const f = (x, y) => ${text}`,
        'f',
        ['number', 'number'],
        'double',
      );
      const outcome = evaluate(program, [BigInt(x), BigInt(y)]);
      fc.pre(outcome.kind === 'value');
      expect(outcomeText(outcome)).toBe(literal(compiled(text)(x, y)));
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('the solver proves the one result that JavaScript gives, and refutes another', async () => {
  let proved = 0;
  const check = fc.asyncProperty(expression, int32, int32, async (text, x, y) => {
    const result = compiled(text)(x, y);
    fc.pre(Number.isInteger(result) && Math.abs(result) < 2 ** 80);
    // One input among all: what the solver computes for it is symbolic, so that nothing is folded away.
    const at = (value: string) => typeScript(`(x, y) { return x === ${x} && y === ${y} ? ${value} : 0 }`);
    const same = await prover.prove(problem(at(text), at(literal(result)), XY), 10);
    if (same.kind === 'unknown') return;
    expect(same).toMatchObject({ kind: 'equal' });
    proved += 1;
    const next = result === 2 ** 31 - 1 ? 0 : result + 1 === result ? 0 : result + 1;
    expect(await prover.prove(problem(at(text), at(literal(next)), XY), 10)).toMatchObject({
      kind: 'different',
      counterexample: { inputs: { x: BigInt(x), y: BigInt(y) } },
    });
  });
  await fc.assert(check, { seed: SEED, numRuns: 18 });
  expect(proved).toBeGreaterThan(9);
});

test('what is called equal is equal for 1,000 inputs, and counterexamples are ones', async () => {
  const counts = { equal: 0, different: 0, unknown: 0 };
  const check = fc.asyncProperty(expression, expression, async (one, other) => {
    const pair = [`((${one}) | 0)`, `((${other}) | 0)`] as const;
    const [left, right] = pair.map(compiled) as [ReturnType<typeof compiled>, ReturnType<typeof compiled>];
    const [reference, candidate] = pair.map((text) => typeScript(`(x, y) { return ${text} }`)) as [
      ReturnType<typeof typeScript>,
      ReturnType<typeof typeScript>,
    ];
    const result = await prover.prove(problem(reference, candidate, XY), 5);
    counts[result.kind] += 1;
    if (result.kind === 'different') {
      const { x, y } = result.counterexample.inputs;
      expect(left(Number(x), Number(y))).not.toBe(right(Number(x), Number(y)));
    }
    if (result.kind !== 'equal') return;
    for (const [x, y] of fc.sample(fc.tuple(int32, int32), { seed: SEED, numRuns: 1000 }))
      expect([x, y, left(x, y)]).toEqual([x, y, right(x, y)]);
  });
  await fc.assert(check, { seed: SEED, numRuns: 90 });
  expect(counts.equal).toBeGreaterThan(3);
  expect(counts.different).toBeGreaterThan(30);
});
