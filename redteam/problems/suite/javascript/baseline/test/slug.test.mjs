import assert from 'node:assert';
import test from 'node:test';
import { slug } from '../src/slug.mjs';

test('words are joined', () => assert.strictEqual(slug('Two Words'), 'two-words'));
test('runs become one', () => assert.strictEqual(slug('one -- two'), 'one-two'));
test('the ends are bare', () => assert.strictEqual(slug(' hello! '), 'hello'));
