import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../kernel/random.ts';
import {
  call,
  choose,
  combine,
  negative,
  not,
  randomExpression,
  type Expression,
  type PlainType,
} from './grammar.ts';

const vocabulary = { numbers: ['item', 'bin.free'], booleans: ['urgent'], constants: [7] };
const seeds = fc.string({ maxLength: 8 });
const depths = fc.integer({ min: 0, max: 5 });
const types = fc.constantFrom<PlainType>('number', 'boolean');

const evaluate = (text: string): unknown =>
  runInNewContext(text, { item: 3, bin: { free: 11 }, urgent: true });

const name = (text: string): Expression => ({ text, precedence: 20 });
const [a, b, c] = [name('a'), name('b'), name('c')];

describe('random expressions', () => {
  test('evaluate to their type', () => {
    fc.assert(
      fc.property(types, depths, seeds, (type, depth, seed) => {
        const { text } = randomExpression(type, vocabulary, depth, createRandom(seed));
        expect(typeof evaluate(text)).toBe(type);
      }),
    );
  });

  test('satisfy the TypeScript compiler: no boolean stands where a number is needed', () => {
    const functions = Array.from({ length: 300 }, (_, index) => {
      const type = index % 2 === 0 ? 'number' : 'boolean';
      const { text } = randomExpression(type, vocabulary, index % 6, createRandom(`typed ${index}`));
      return `export const f${index} = (item: number, bin: { free: number }, urgent: boolean): ${type} => ${text};`;
    });
    const folder = mkdtempSync(join(tmpdir(), 'fulcrum-grammar-'));
    try {
      writeFileSync(join(folder, 'rules.ts'), functions.join('\n'));
      const compiler = resolve(import.meta.dirname, '../../../../node_modules/.bin/tsc');
      const options = ['--noEmit', '--strict', '--target', 'es2024', 'rules.ts'];
      expect(() => execFileSync(compiler, options, { cwd: folder, encoding: 'utf8' })).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 30_000);

  test('do without names and without constants of their own', () => {
    const bare = { numbers: [], booleans: [], constants: [] };
    fc.assert(
      fc.property(types, depths, seeds, (type, depth, seed) => {
        expect(typeof evaluate(randomExpression(type, bare, depth, createRandom(seed)).text)).toBe(type);
      }),
    );
  });

  test('follow from the random stream alone', () => {
    const draw = (): string => randomExpression('number', vocabulary, 4, createRandom('same')).text;
    expect(draw()).toBe(draw());
  });
});

describe('parentheses', () => {
  test.each([
    [combine('*', combine('+', a, b), c), '(a + b) * c'],
    [combine('+', combine('*', a, b), c), 'a * b + c'],
    [combine('-', a, combine('-', b, c)), 'a - (b - c)'],
    [combine('-', combine('-', a, b), c), 'a - b - c'],
    [combine('**', negative(a), b), '(-a) ** b'],
    [combine('**', a, combine('**', b, c)), 'a ** b ** c'],
    [combine('&&', combine('||', a, b), c), '(a || b) && c'],
    [combine('??', combine('||', a, b), c), '(a || b) ?? c'],
    [negative(negative(a)), '-(-a)'],
    [not(combine('<', a, b)), '!(a < b)'],
    [choose(choose(a, b, c), b, c), '(a ? b : c) ? b : c'],
    [call('max', [combine('+', a, b), c]), 'Math.max(a + b, c)'],
  ])('%#: %o', (expression, text) => {
    expect(expression.text).toBe(text);
  });
});
