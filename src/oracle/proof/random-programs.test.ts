import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { translateC } from './c/translate.ts';
import { evaluate } from './evaluate.ts';
import { outcomeText } from './outcome-of-function.ts';
import { createProver } from './prover.ts';
import { runCompiled } from './testing/compiled-c.ts';
import { XY, c, problem, typeScript } from './testing/functions.ts';
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

const int32 = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(0, 1, -1, -(2 ** 31), 2 ** 31 - 1),
);

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
    { seed: SEED, numRuns: 3000 },
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
  await fc.assert(check, { seed: SEED, numRuns: 30 });
  expect(proved).toBeGreaterThan(15);
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
  await fc.assert(check, { seed: SEED, numRuns: 150 });
  expect(counts.equal).toBeGreaterThan(5);
  expect(counts.different).toBeGreaterThan(50);
});

const cLeaf = fc.constantFrom(
  'x',
  'y',
  '0',
  '1',
  '3u',
  '(-1)',
  '31',
  '7LL',
  '0xffffffff',
  '(uint8_t)x',
  '(short)y',
);

const { cExpression } = fc.letrec<{ cExpression: string }>((tie) => ({
  cExpression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    cLeaf,
    fc
      .tuple(
        tie('cExpression'),
        fc.constantFrom(
          '+',
          '-',
          '*',
          '/',
          '%',
          '&',
          '|',
          '^',
          '<<',
          '>>',
          '<',
          '<=',
          '==',
          '!=',
          '&&',
          '||',
        ),
        tie('cExpression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        fc.constantFrom('-', '~', '!', '(unsigned)', '(int64_t)', '(int8_t)', '(bool)'),
        tie('cExpression'),
      )
      .map(([operator, operand]) => `(${operator}${operand})`),
    fc
      .tuple(tie('cExpression'), tie('cExpression'), tie('cExpression'))
      .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
  ),
}));

test('evaluation of C agrees with what gcc makes of it, wherever it is defined', () => {
  const cases = fc.sample(fc.tuple(cExpression, int32, int32), { seed: SEED, numRuns: 600 });
  const defined = cases.flatMap(([text, x, y], index) => {
    const definition = `long long f${index}(int x, unsigned y) { return ${text}; }`;
    const outcome = evaluate(translateC(definition, `f${index}`), [BigInt(x), BigInt(y >>> 0)]);
    const call = `printf("%lld\\n", f${index}(${x === -(2 ** 31) ? 'INT32_MIN' : x}, ${y >>> 0}u));`;
    return outcome.kind === 'value' ? [{ definition, call, result: outcomeText(outcome) }] : [];
  });
  expect(defined.length).toBeGreaterThan(200);
  const program = `#include <stdint.h>\n#include <stdbool.h>\n#include <stdio.h>
${defined.map(({ definition }) => definition).join('\n')}
int main(void) { ${defined.map(({ call }) => call).join(' ')} return 0; }`;
  const { lines, undefinedBehaviour } = runCompiled(program);
  expect(undefinedBehaviour).toBe(false);
  expect(lines).toEqual(defined.map(({ result }) => result));
});

test('the solver agrees with evaluation of C on single inputs', async () => {
  const cases = fc.sample(fc.tuple(cExpression, int32, int32), { seed: SEED + 1, numRuns: 60 });
  let proved = 0;
  for (const [text, x, y] of cases) {
    const at = (value: string) =>
      c(
        `int64_t f(int x, unsigned y) { return x == (int)${x}LL && y == ${y >>> 0}u ? (int64_t)${value} : 0; }`,
      );
    const outcome = evaluate(translateC(at(text).text, 'f'), [BigInt(x), BigInt(y >>> 0)]);
    if (outcome.kind !== 'value') continue;
    const value = outcome.value === -(2n ** 63n) ? 'INT64_MIN' : `(${outcomeText(outcome)}LL)`;
    const parameters = [XY[0]!, { name: 'y', type: 'uint32' } as const];
    const result = await prover.prove(problem(at(text), at(value), parameters), 10);
    if (result.kind === 'unknown') continue;
    expect([text, result.kind]).toEqual([text, 'equal']);
    proved += 1;
  }
  expect(proved).toBeGreaterThan(20);
});
