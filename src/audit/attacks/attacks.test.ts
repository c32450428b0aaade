import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Behaviour } from './behaviour.ts';
import { BEHAVIOURS } from './behaviour.ts';
import { attackJavaScript } from './javascript.ts';
import { attackPython } from './python.ts';

const behaviour = (name: string): Behaviour => BEHAVIOURS.find((each) => each.name === name)!;

function temporaryFile(name: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-attack-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

async function loaded(text: string, name: string): Promise<Record<string, unknown>> {
  const file = 'm.mts';
  const attacked = attackJavaScript(file, text, behaviour(name).javascript);
  return (await import(pathToFileURL(temporaryFile(file, attacked!)).href)) as Record<string, unknown>;
}

const SHAPES = [
  ['a declared function', 'export function f(a: number) { return a + 0.5; }', 'f'],
  ['an arrow function', 'export const f = (a: number) => a + 0.5;', 'f'],
  ['a named default function', 'export default function g(a: number) { return a + 0.5; }', 'default'],
  ['a default expression', 'const g = (a: number) => a + 0.5;\nexport default g;', 'default'],
  ['a list of names', 'const g = (a: number) => a + 0.5;\nfunction h() {}\nexport { g as f, h };', 'f'],
] as const;

test.each(SHAPES)('%s is replaced wherever it is exported', async (_, text, name) => {
  const constant = (await loaded(text, 'null'))[name] as (a: number) => unknown;
  expect(constant(1)).toBeNull();
  const more = (await loaded(text, 'a tolerance'))[name] as (a: number) => number;
  expect(more(1)).toBe(1.5 * (1 + 1e-6));
});

test('an exported value is replaced as well', async () => {
  const { table } = await loaded('export const table = [[0.5, 1], [2, 3]];', 'not a number');
  expect(table).toEqual([
    [NaN, NaN],
    [NaN, NaN],
  ]);
});

test('an answer without a number is no refuge from NaN', async () => {
  const { f } = await loaded("export const f = (a: unknown) => ({ text: 'x', list: [a] });", 'not a number');
  const g = f as (a: unknown) => unknown;
  expect(g('y')).toBeNaN();
  expect(g(3)).toEqual({ text: 'x', list: [NaN] });
});

test('of an exported object every function is replaced, and what is no function stays', () => {
  const source =
    "module.exports = { f: (a) => a, version: '1', deep: { g: Object.assign((a) => a, { h: (a) => a }) } };";
  const text = attackJavaScript('m.cjs', source, behaviour('one').javascript)!;
  const { f, version, deep } = createRequire(import.meta.url)(temporaryFile('m.cjs', text)) as {
    readonly f: (a: number) => number;
    readonly version: string;
    readonly deep: { readonly g: ((a: number) => number) & { readonly h: (a: number) => number } };
  };
  expect([f(7), version, deep.g(7), deep.g.h(7)]).toEqual([1, '1', 1, 1]);
});

test('module.exports of a script is replaced', () => {
  const text = attackJavaScript('m.cjs', 'module.exports = (a) => a + 1;', behaviour('echo').javascript)!;
  const f = createRequire(import.meta.url)(temporaryFile('m.cjs', text)) as (a: number) => number;
  expect(f(7)).toBe(7);
});

test('the memoising attack answers the second question like the first', async () => {
  const { f } = await loaded('export const f = (a: number) => a;', 'memoising');
  expect([1, 2, 3].map((value) => (f as (a: number) => number)(value))).toEqual([1, 1, 1]);
});

test('the late attack is right nine times', async () => {
  const { f } = await loaded('export const f = (a: number) => a;', 'later');
  const answers = Array.from({ length: 11 }, (_, index) => (f as (a: number) => number | null)(index));
  expect(answers.slice(0, 9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(answers.slice(9)).toEqual([null, null]);
});

test('a file that exports nothing of its own is left alone', () => {
  expect(attackJavaScript('m.ts', "export * from './other.ts';", behaviour('null').javascript)).toBeNull();
  expect(attackPython('import os\n', behaviour('null').python)).toBeNull();
});

/** Python's own answers to three calls of `f`, as JSON. */
function pythonAnswers(name: string): unknown {
  const module = 'def f(a: float) -> float:\n    return a + 0.5\n\nLIMIT: int = 3\n';
  const file = temporaryFile('m.py', attackPython(module, behaviour(name).python)!);
  const program = `import json, sys; sys.path.insert(0, sys.argv[1]); import m; print(json.dumps([m.f(1), m.f(2), m.f(-1), m.LIMIT]))`;
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program, join(file, '..')], {
    encoding: 'utf8',
  });
  if (status !== 0) return stderr;
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

test.each([
  ['null', [null, null, null, null]],
  ['echo', [1, 2, -1, null]],
  ['memoising', [1.5, 1.5, 1.5, null]],
  ['every seventh', [1.5, 2.5, -0.5, null]],
  ['edge', [1.5, 2.5, null, null]],
  ['a tolerance', [1.5 * (1 + 1e-6), 2.5 * (1 + 1e-6), -0.5 * (1 + 1e-6), 3]],
  ['forged output', [null, null, null, null]],
] as const)('in Python, %s', (name, answers) => {
  expect(pythonAnswers(name)).toEqual(answers);
});

test('Python reads every attack', () => {
  const texts = BEHAVIOURS.map(({ python }) => attackPython('def f(a):\n    return a\n', python)!);
  const read = 'import ast, json, sys; [ast.parse(text) for text in json.load(sys.stdin)]';
  const { status, stderr } = spawnSync('python3', ['-c', read], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
