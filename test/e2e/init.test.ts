import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findOwnFunction } from '../../src/surfaces/cli/commands/init-function.ts';
import { fulcrum, fulcrumHere } from '../stand-ins/command-line.ts';

function folderWith(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('the function that is to be improved', () => {
  it.each([
    ['f.ts', 'export function f(a: number, b = 2): number { return a + b; }', 'f', 2],
    ['f.ts', 'export const f = (a: number, b: number, c: number) => a;', 'f', 3],
    ['f.js', 'export default function (a) { return a; }', 'default', 1],
    ['f.js', 'function g(a, b) { return a; }\nexport { g as f };', 'f', 1],
    ['f.py', 'import math\n\ndef f(a, b=1, *rest):\n    return a\n', 'f', 3],
  ])('is found in %s: %s', (module, text, name, parameters) => {
    expect(findOwnFunction(folderWith({ [module]: text }), module, name).parameters).toBe(parameters);
  });

  it.each([
    ['f.ts', 'export function f() {}\nexport const g = 1;', 'h', /FULCRUM_E_INIT_EXPORT.*Name one of: f, g/],
    ['f.ts', 'export type h = number;', 'h', /FULCRUM_E_INIT_EXPORT.*Export the function first/],
    ['f.py', 'def f():\n  pass\n', 'g', /FULCRUM_E_INIT_EXPORT.*Name one of: f/],
    ['f.ts', 'export function f( {', 'f', /FULCRUM_E_INIT_MODULE.*Mend the file/],
    ['f.c', 'int f(void);', 'f', /FULCRUM_E_INIT_MODULE.*subjects\.md/],
  ])('is missed with a way out in %s: %s', (module, text, name, message) => {
    expect(() => findOwnFunction(folderWith({ [module]: text }), module, name)).toThrow(message);
  });
});

it('makes a task that is finished by hand, and runs it though it failed before', async () => {
  const folder = folderWith({ 'src/half.ts': 'export function half(n: number): number { return n / 3; }\n' });
  const init = ['init', '.', '--module', 'src/half.ts', '--export', 'half', '--oracle', 'cost'];
  expect((await fulcrumHere(init, folder)).stdout).toContain('write draw() and cost() in oracle/oracle.ts');

  const run = ['run', '--evaluations', '1', '--no-control', '--display', 'none'];
  const unfinished = await fulcrum(run, folder);
  expect([unfinished.code, unfinished.stderr]).toEqual([5, expect.stringContaining('write draw()')]);

  const oracle = join(folder, 'oracle/oracle.ts');
  const finished = readFileSync(oracle, 'utf8')
    .replace(/throw new Error\('write draw.*/, 'return [1 + random.below(100)];')
    .replace(
      /throw new Error\('write cost.*/,
      "return typeof answer === 'number' ? Math.abs(answer - Number(question[0]) / 2) : 'no number';",
    );
  writeFileSync(oracle, finished);
  const second = await fulcrum(run, folder);
  expect([second.code, second.stderr]).toEqual([
    0,
    expect.stringContaining('stopped before anything was judged'),
  ]);

  const third = await fulcrum(run, folder);
  expect([third.code, third.stderr]).toEqual([2, expect.stringContaining('FULCRUM_E_RUN_EXISTS')]);
});

it('asks a Python function with as many arguments as it takes', async () => {
  const folder = folderWith({ 'code/add.py': 'def add(a, b):\n    return a + b\n' });
  expect((await fulcrumHere(['init', '.', '--module', 'code/add.py', '--export', 'add'], folder)).code).toBe(
    0,
  );
  const cases = join(folder, 'oracle/cases.json');
  const given = JSON.parse(readFileSync(cases, 'utf8')) as readonly { readonly arguments: unknown }[];
  expect(given.map(({ arguments: asked }) => asked)).toEqual([
    [0, 0],
    [1, 1],
  ]);
  const known = [3, 5, 8, 9].map((number) => ({ arguments: [number, 2], expected: number + 3 }));
  writeFileSync(cases, JSON.stringify(known));
  const ran = await fulcrum(['run', '--evaluations', '1', '--no-control', '--display', 'none'], folder);
  expect([ran.code, ran.stderr]).toEqual([0, '']);
});

it('says of a baseline that fails what was asked', async () => {
  const folder = folderWith({
    'src/root.ts': 'export const root = (n: number): number => Math.sqrt(n - 1);\n',
  });
  await fulcrumHere(['init', '.', '--module', 'src/root.ts', '--export', 'root'], folder);
  const ran = await fulcrum(['run', '--no-control', '--display', 'none'], folder);
  expect([ran.code, ran.stderr]).toEqual([5, expect.stringContaining('"asked":"[0]","answer":"NaN"')]);
});
