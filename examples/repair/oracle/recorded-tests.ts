import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import type { CallOutcome, Parser, ParserCall } from '../workspace/describe.ts';
import { describeCall } from '../workspace/describe.ts';

/** One test of minimist's own as data: the calls it makes, and what came of each when the original made them. */
export interface RecordedTest {
  readonly name: string;
  readonly calls: readonly ParserCall[];
  readonly expected: readonly CallOutcome[];
}

/** Folder of the installed, unchanged package. */
export const MINIMIST = dirname(createRequire(import.meta.url).resolve('minimist/package.json'));

/**
 * Runs minimist's own tests on minimist itself and records every call. Its assertions are checked on the way: what they
 * demand is what the original does, so that its outcomes may stand for them.
 *
 * @throws Error when the original fails one of its own tests, or a test makes a call that cannot be put as data
 */
export function recordTests(): readonly RecordedTest[] {
  const original = createRequire(import.meta.url)(join(MINIMIST, 'index.js')) as Parser;
  const folder = join(MINIMIST, 'test');
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => recordFile(join(folder, file), original));
}

interface Options {
  readonly unknown?: (argument: string) => unknown;
}

function recordFile(file: string, original: Parser): readonly RecordedTest[] {
  const tests: RecordedTest[] = [];
  let calls: ParserCall[] = [];
  const parse: Parser = (args, options?: Options) => {
    calls.push(asData(args, options));
    return original(args, options && watched(options));
  };
  const tape = (title: string, body: (assertions: object) => void): void => {
    calls = [];
    const name = `${basename(file, '.js')}: ${title}`;
    body(assertionsOf(name));
    if (calls.length === 0) throw new Error(`the test "${name}" never calls the parser`);
    tests.push({ name, calls, expected: calls.map((call) => describeCall(original, call)) });
  };
  const require = (name: string): unknown => (name === 'tape' ? tape : parse);
  compileFunction(readFileSync(file, 'utf8'), ['require'], { filename: file })(require);
  return tests;
}

function asData(args: readonly unknown[], options: Options | undefined): ParserCall {
  const { unknown, ...rest } = options ?? {};
  return {
    args: structuredClone(args),
    options: options === undefined ? null : structuredClone(rest),
    refusesUnknown: unknown !== undefined,
  };
}

/** The options with an `unknown` function that must say `false`, as its stand-in in the sandbox does. */
function watched({ unknown, ...rest }: Options): Options {
  if (unknown === undefined) return rest;
  const watchedUnknown = (argument: string): boolean => {
    if (unknown(argument) !== false)
      throw new Error('an `unknown` function of the tests does not say `false`');
    return false;
  };
  return { ...rest, unknown: watchedUnknown };
}

/** The part of tape that the tests use. */
function assertionsOf(test: string): object {
  const demand = (holds: boolean): void => {
    if (!holds) throw new Error(`the original fails its own test "${test}"`);
  };
  const deepEqual = (actual: unknown, expected: unknown): void => demand(isDeepStrictEqual(actual, expected));
  return {
    plan: () => undefined,
    end: () => undefined,
    deepEqual,
    same: deepEqual,
    equal: (actual: unknown, expected: unknown) => demand(Object.is(actual, expected)),
    ok: (actual: unknown) => demand(Boolean(actual)),
    notOk: (actual: unknown) => demand(!actual),
  };
}
