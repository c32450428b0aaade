import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { sort } from '../candidate/solution.mjs';

const { cases } = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));
for (const { input, expected } of cases) assert.deepStrictEqual(sort(input), expected);
