import assert from 'node:assert';
import test from 'node:test';
import { initials } from '../src/initials.mjs';

test('of nothing', () => assert.strictEqual(initials(''), ''));
test('of three words', () => assert.strictEqual(initials('ursula k leguin'), 'UKL'));
