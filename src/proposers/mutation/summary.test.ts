import { expect, test } from 'vitest';
import { createParser } from './javascript/parser.ts';
import { summarize } from './summary.ts';

const RULE = 'function f(bin: number) {\n  return bin > 50 ? 1 : bin * 2 + 3;\n}\n';
const summary = (after: string): string => summarize(createParser(2).parse('rule.ts', RULE)!, after);

test('a changed constant shows the expression it is part of', () => {
  expect(summary(RULE.replace('50', '47'))).toBe('bin > 50 → bin > 47');
});

test('a changed operator shows both sides', () => {
  expect(summary(RULE.replace('*', '-'))).toBe('bin * 2 → bin - 2');
});

test('long changes are cut to a line', () => {
  const long = summary(RULE.replace('50', `(${'bin + '.repeat(40)}1)`));
  expect(long.length).toBeLessThanOrEqual(105);
  expect(long).not.toContain('\n');
});
