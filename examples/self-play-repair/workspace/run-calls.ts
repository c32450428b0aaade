/** Makes the calls of `calls.json` and prints what came of each. */
import { readFileSync } from 'node:fs';
import { answer } from './answer.ts';
import type { PackageCall } from './describe-call.ts';

const calls = JSON.parse(readFileSync('calls.json', 'utf8')) as readonly PackageCall[];
console.log(JSON.stringify(answer(calls)));
