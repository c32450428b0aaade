/**
 * Runs minimist's tests on the parser whose source comes from standard input, and prints which fail and how suspicious
 * that makes each of its lines, as JSON. With names as arguments only those tests are run.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import { recordTests } from './oracle/recorded-tests.ts';
import { openCoverage } from './coverage.ts';
import { suspicionByLine } from './suspicion.ts';
import type { Parser } from './workspace/describe.ts';
import { describeCall } from './workspace/describe.ts';

const FILE = 'parser-under-test.cjs';
const names = process.argv.slice(2);
const source = readFileSync(0, 'utf8');
const coverage = openCoverage(FILE);
const module: { exports?: Parser } = {};
compileFunction(source, ['module'], { filename: FILE })(module);
coverage.take();
const runs = recordTests()
  .filter(({ name }) => names.length === 0 || names.includes(name))
  .map(({ name, calls, expected }) => {
    coverage.take();
    const outcomes = calls.map((call) => describeCall(module.exports!, call));
    return { name, failed: !isDeepStrictEqual(outcomes, expected), covered: coverage.take() };
  });
coverage.close();
const failing = runs.filter(({ failed }) => failed).map(({ name }) => name);
console.log(JSON.stringify({ failing, suspicion: suspicionByLine(source, runs) }));
