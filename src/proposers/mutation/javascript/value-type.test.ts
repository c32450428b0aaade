import { expect, test } from 'vitest';
import { createParser } from './parser.ts';
import { valueType } from './value-type.ts';

/** Type of the expression in `probe(...)`. */
function probed(text: string): string {
  const parsed = createParser(4).parse('code.ts', text)!;
  const argument = parsed.places.find(
    ({ key, parent }) =>
      key === 'arguments' &&
      parent!.node.type === 'CallExpression' &&
      'name' in parent!.node.callee &&
      parent!.node.callee.name === 'probe',
  )!;
  return valueType(parsed.bindings, argument);
}

test.each([
  ['probe(1 + 2)', 'number'],
  ["probe(1 + 'a')", 'unknown'],
  ['probe(1 < 2)', 'boolean'],
  ['probe(!x)', 'boolean'],
  ['probe(Math.max(1, 2))', 'number'],
  ['probe(Math.PI)', 'number'],
  ['probe(list.length)', 'number'],
  ['probe((x as number))', 'number'],
  ['function f(a: number) { probe(a); }', 'number'],
  ['function f(a?: boolean) { probe(a); }', 'boolean'],
  ['function f({ a }: { a: number }) { probe(a); }', 'number'],
  ['function f(a = 3) { probe(a); }', 'number'],
  ['function f(a) { probe(a); return a - 1; }', 'number'],
  ['function f(a) { probe(a); return a; }', 'unknown'],
  ['function f(xs: readonly number[]) { probe(xs[0]); }', 'number'],
  ['function f(xs: Float64Array) { probe(xs[0]); }', 'number'],
  ['for (const x of [1, 2]) probe(x);', 'number'],
  ['for (const x in table) probe(x);', 'text'],
  ['const a = 1; { const a = true; probe(a); }', 'boolean'],
  ['const a = 1; function f() { probe(b); } const b = a;', 'number'],
  ['probe(later); const later = 1;', 'unknown'],
])('%s is a %s', (text, type) => {
  expect(probed(text)).toBe(type);
});
