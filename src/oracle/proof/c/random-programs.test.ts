import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { evaluate } from '../evaluate.ts';
import { outcomeText } from '../outcome-of-function.ts';
import { createProver } from '../prover.ts';
import { runCompiled } from '../testing/compiled-c.ts';
import { XY, c, problem } from '../testing/functions.ts';
import { int32 } from '../testing/int32.ts';
import { translateC } from './translate.ts';

const prover = createProver();
afterAll(() => prover.close());

const SEED = 20261121;

const leaf = fc.constantFrom(
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

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        tie('expression'),
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
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(
        fc.constantFrom('-', '~', '!', '(unsigned)', '(int64_t)', '(int8_t)', '(bool)'),
        tie('expression'),
      )
      .map(([operator, operand]) => `(${operator}${operand})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
  ),
}));

test('evaluation of C agrees with what gcc makes of it, wherever it is defined', () => {
  const cases = fc.sample(fc.tuple(expression, int32, int32), { seed: SEED, numRuns: 400 });
  const defined = cases.flatMap(([text, x, y], index) => {
    const definition = `long long f${index}(int x, unsigned y) { return ${text}; }`;
    const outcome = evaluate(translateC(definition, `f${index}`), [BigInt(x), BigInt(y >>> 0)]);
    const call = `printf("%lld\\n", f${index}(${x === -(2 ** 31) ? 'INT32_MIN' : x}, ${y >>> 0}u));`;
    return outcome.kind === 'value' ? [{ definition, call, result: outcomeText(outcome) }] : [];
  });
  expect(defined.length).toBeGreaterThan(130);
  const program = `#include <stdint.h>\n#include <stdbool.h>\n#include <stdio.h>
${defined.map(({ definition }) => definition).join('\n')}
int main(void) { ${defined.map(({ call }) => call).join(' ')} return 0; }`;
  const { lines, undefinedBehaviour } = runCompiled(program);
  expect(undefinedBehaviour).toBe(false);
  expect(lines).toEqual(defined.map(({ result }) => result));
});

test('the solver agrees with evaluation of C on single inputs', async () => {
  const cases = fc.sample(fc.tuple(expression, int32, int32), { seed: SEED + 1, numRuns: 36 });
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
  expect(proved).toBeGreaterThan(12);
});
