import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { mutateJavaScript } from './javascript.ts';
import { mutatePython } from './python.ts';

const PYTHON = `def clamp(value, low=0, high=10):
    # no 3 in a comment
    if value < low and not high == low:
        return low
    total = 0
    while total < value:
        total += 1
        if total > 5:
            break
    return total if total <= high else high
`;

const changes = (mutants: readonly { readonly change: string }[]): readonly string[] =>
  mutants.map(({ change }) => change);

test('every Python mutant differs from the original and from the others, and Python reads it', () => {
  const mutants = mutatePython('clamp.py', PYTHON);
  const texts = mutants.map(({ text }) => text);
  expect(new Set([PYTHON, ...texts]).size).toBe(mutants.length + 1);
  const read = 'import ast, json, sys; [ast.parse(text) for text in json.load(sys.stdin)]';
  const { status, stderr } = spawnSync('python3', ['-c', read], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('Python mutants are of the kinds that are promised, at their lines', () => {
  const mutants = mutatePython('clamp.py', PYTHON);
  expect(changes(mutants)).toEqual(
    expect.arrayContaining([
      '< -> <=',
      '== -> !=',
      'and -> or',
      '0 -> 1',
      '+= -> -=',
      'break -> continue',
      'return low -> return None',
    ]),
  );
  expect(mutants.find(({ change }) => change === 'break -> continue')!.line).toBe(9);
  expect(changes(mutants)).not.toContain('3 -> 4');
});

test('a Python file with a syntax error has no mutants', () => {
  expect(mutatePython('a.py', 'def f(:\n  pass')).toEqual([]);
});

test('what nobody who imports a Python file can notice is no mutant', () => {
  const text = `"""What it is."""
def f(a):
    'What it does.'
    return a + 1

if __name__ == '__main__':
    print(f(3))
`;
  expect(changes(mutatePython('f.py', text)).toSorted()).toEqual([
    '+ -> -',
    '1 -> 2',
    'return a + 1 -> return None',
  ]);
});

test('JavaScript mutants keep to the meaning of precedence', async () => {
  const text = 'export const f = (a: number, b: number) => a * (b + 1);\n';
  const mutants = await mutateJavaScript('f.ts', text);
  const minus = mutants.find(({ change }) => change === 'b + 1 -> b - 1')!;
  const divided = mutants.find(({ change }) => change === 'a * (b + 1) -> a / (b + 1)')!;
  expect(minus.text).toContain('a * ((b - 1))');
  expect(divided.text).toContain('=> (a / (b + 1))');
  expect(minus).toMatchObject({ line: 1, operator: 'ArithmeticOperator' });
});
