import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProofParameter } from './problem.ts';
import { createProver, lastWords } from './prover.ts';
import { REAL_X, X, XY, problem, typeScript } from './testing/functions.ts';

const prover = createProver();
afterAll(() => prover.close());

const SAME = typeScript('(x) { return x }');

/**
 * Equal at every input, which bit-blasting does not show in any reasonable time: with a = x & y, b = x & ~y and
 * c = ~x & y it is (a + b)(a + c) = a(a + b + c) + bc.
 */
const HARD = problem(
  typeScript('(x, y) { return Math.imul(x, y) }'),
  typeScript('(x, y) { return (Math.imul(x & y, x | y) + Math.imul(x & ~y, ~x & y)) | 0 }'),
  XY,
);

test('gives up when the time is over, and answers the next problem in a new process', async () => {
  // Its solver has started before the clock does.
  expect(await prover.prove(problem(SAME, SAME, X), 10)).toMatchObject({ kind: 'equal' });
  expect(await prover.prove(HARD, 1)).toEqual({
    kind: 'unknown',
    about: 'solver',
    reason: 'no answer within 1 s',
  });
  expect(await prover.prove(problem(SAME, SAME, X), 10)).toMatchObject({ kind: 'equal' });
});

test('problems put side by side are answered one after the other, each with its own answer', async () => {
  const other = typeScript('(x) { return x ^ 1 }');
  const results = await Promise.all([
    prover.prove(problem(SAME, SAME, X), 10),
    prover.prove(problem(SAME, other, X), 10),
    prover.prove(problem(other, other, X), 10),
  ]);
  expect(results.map(({ kind }) => kind)).toEqual(['equal', 'different', 'equal']);
});

test('a text that overflows the stack of a parser is no answer, and harms nobody', async () => {
  const deep = typeScript(`(x) { return ${'('.repeat(30_000)}x${')'.repeat(30_000)} }`);
  const parsed = await prover.prove(problem(SAME, deep, X), 10);
  expect(parsed).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/ended with|too deep/) as unknown,
  });
  const signs = typeScript(`(x) { return ${'- '.repeat(20_000)}x }`);
  expect(await prover.prove(problem(SAME, signs, X), 10)).toMatchObject({ kind: 'unknown' });
  expect(await prover.prove(problem(SAME, SAME, X), 10)).toMatchObject({ kind: 'equal' });
});

test('a text that doubles with each line is given up', async () => {
  const lines = Array.from(
    { length: 60 },
    (_line, index) => `const g${index + 1} = (x) => g${index}(x) + g${index}(x);`,
  );
  const text = `(x) { return g60(x) | 0 } const g0 = (x) => x & 1; ${lines.join('\n')}`;
  expect(await prover.prove(problem(SAME, typeScript(text), X), 10)).toMatchObject({
    kind: 'unknown',
    reason: expect.stringContaining('steps') as unknown,
  });
});

test.each([
  [[{ name: 'x', type: 'int33' as 'int32' }], 'unknown type'],
  [[{ name: 'x', type: 'int8', maximum: 128 }], 'outside int8'],
  [[{ name: 'x', type: 'int8', minimum: 2, maximum: 1 }], 'greater than the maximum'],
  [[{ name: 'x', type: 'int64' }], '2^53 - 1'],
  [[{ name: 'x', type: 'int8', minimum: 0.5 }], 'no safe integer'],
  [[{ name: 'x', type: 'boolean', minimum: 0 }], 'has no bounds'],
  [[X[0]!, X[0]!], 'declared twice'],
  [[...REAL_X, { name: 'n', type: 'int32' }], 'beside a real'],
  [[{ name: 'x', type: 'real', maximum: Infinity }], 'not finite'],
  [[{ name: 'x', type: 'real', minimum: 0.2, maximum: 0.1 }], 'greater than the maximum'],
] as readonly (readonly [readonly ProofParameter[], string])[])(
  'refuses parameters %j',
  async (parameters, reason) => {
    await expect(prover.prove(problem(SAME, SAME, parameters), 10)).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringContaining(reason) as unknown,
        facts: expect.objectContaining({ code: 'FULCRUM_E_PROOF_INVALID' }) as unknown,
      }),
    );
  },
);

/** What a copy of the prover says of a problem that is equal, with these packages installed beside it. */
function askCopy(packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-prover-'));
  const source = join(import.meta.dirname, '..', '..');
  try {
    mkdirSync(join(folder, 'node_modules'));
    for (const part of ['kernel', 'oracle/proof', 'oracle/checks/exact-arithmetic.ts'])
      cpSync(join(source, part), join(folder, 'src', part), { recursive: true });
    const installed = join(source, '..', 'node_modules');
    for (const name of packages) symlinkSync(join(installed, name), join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      join(folder, 'try.ts'),
      `import { createProver } from './src/oracle/proof/prover.ts';
       const same = { language: 'c', text: 'int f(int x) { return x; }', name: 'f' } as const;
       const prover = createProver();
       await prover
         .prove({ reference: same, candidate: same, parameters: [{ name: 'x', type: 'int32' }], zeros: 'equal' }, 10)
         .then(({ kind }) => console.log(kind), (error) => console.log(error.message));
       await prover.close();`,
    );
    return spawnSync(process.execPath, [join(folder, 'try.ts')], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('without the solver it says what to install', () => {
  const said = askCopy(['oxc-parser']);
  expect(said).toContain('FULCRUM_E_PROOF_SOLVER_MISSING');
  expect(said).toContain('npm install z3-solver');
});

test('a prover that does not start is a fault, with the last that it wrote', () => {
  const said = askCopy(['z3-solver']);
  expect(said).toContain('FULCRUM_E_PROOF_FAULT');
  expect(said).toMatch(/ended with code 1.*Cannot find package 'oxc-parser'/s);
});

test('what is said of a process that ended: its error, and nothing that another run would not say', () => {
  const greedy = 'const all = []; for (;;) all.push(new Array(1000).fill(all.length));';
  const { stderr } = spawnSync(process.execPath, ['--max-old-space-size=16', '-e', greedy], {
    encoding: 'utf8',
  });
  expect(lastWords(stderr)).toMatch(/^FATAL ERROR: .*JavaScript heap out of memory$/);
  const thrown = spawnSync(process.execPath, ['-e', 'null.length'], { encoding: 'utf8' });
  expect(lastWords(thrown.stderr)).toMatch(/^TypeError: Cannot read properties of null/);
  expect(lastWords("Error: Cannot find package 'x' imported from /home/someone/x.js\n")).toBeNull();
  expect(lastWords('')).toBeNull();
});
