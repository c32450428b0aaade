import assert from 'node:assert';
import test from 'node:test';
import { initials } from '../src/initials.mjs';

test('of two words', () => assert.strictEqual(initials('Ada Lovelace'), 'AL'));
test('of one word', () => assert.strictEqual(initials('Plato'), 'P'));
test('are capitals', () => assert.strictEqual(initials('grace hopper'), 'GH'));
test('see hyphens', () => assert.strictEqual(initials('Jean-Paul Sartre'), 'JPS'));
