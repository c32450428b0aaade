import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nestsTooDeep } from './nesting.ts';

const DEEP = 20_000;
const pair = (open: string, close: string, inside = '1'): string =>
  open.repeat(DEEP) + inside + close.repeat(DEEP);

// Each of these ends a process that hands it to oxc-transform 0.158.
test.each([
  ['parentheses', pair('(', ')')],
  ['lists', pair('[', ']', '')],
  ['blocks', pair('{', '}', '')],
  ['templates', pair('`${', '}`')],
  ['functions', pair('function f(){', '}', '')],
  ['classes', pair('class A { x = ', '}')],
  ['types in parentheses', `let x: ${pair('(', ')', 'A')}`],
  ['type arguments', `let x: ${pair('A<', '>', 'B')}`],
  ['arrow functions', `${'a=>'.repeat(DEEP)}1`],
])('%s nested 20,000 deep are too deep', (_, text) => {
  expect(nestsTooDeep(text)).toBe(true);
});

test('long code is not deep', () => {
  expect(nestsTooDeep('const f = (a) => a < 1 ? [a] : { a };\n'.repeat(DEEP))).toBe(false);
  expect(nestsTooDeep(`[${'(a) => a, '.repeat(DEEP)}]`)).toBe(false);
  expect(nestsTooDeep('('.repeat(100) + ')'.repeat(100))).toBe(false);
});

test('no file of a large package is too deep', () => {
  const folder = join(import.meta.dirname, '../../node_modules/zod/v4/core');
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files) expect(nestsTooDeep(readFileSync(join(folder, name), 'utf8')), name).toBe(false);
});
