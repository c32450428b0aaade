import assert from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { CallOutcome, PackageCall } from '../workspace/describe-call.ts';
import { describeCall } from '../workspace/describe-call.ts';
import { asData } from './call-data.ts';
import type { SubjectPackage } from './packages.ts';
import { packageDirectory } from './packages.ts';
import { tapeAssertions } from './tape-assertions.ts';

/** One of the package's own tests as data: the calls it makes, and what came of each when the original made them. */
export interface RecordedTest {
  readonly name: string;
  readonly calls: readonly PackageCall[];
  readonly expected: readonly CallOutcome[];
}

export interface RecordedSuite {
  /** The unchanged package. */
  readonly original: unknown;
  readonly tests: readonly RecordedTest[];
  /** Test files that need what is not installed, and tests with no calls, too many, or such as cannot be put as data. */
  readonly leftOut: readonly string[];
}

/** A test that makes thousands is a fuzzer of its own, too dear for every candidate. */
const MOST_CALLS = 200;

/**
 * Runs a package's own tests, written for tape or mocha, on the package itself and records every call. Their assertions
 * are checked on the way: what they demand is what the original does, so that its outcomes may stand for them.
 *
 * @throws Error when the original fails one of its own tests
 */
export function recordSuite(subject: SubjectPackage): RecordedSuite {
  const directory = packageDirectory(subject);
  const original: unknown = createRequire(import.meta.url)(directory);
  const folder = join(directory, subject.tests);
  const tests: RecordedTest[] = [];
  const leftOut: string[] = [];
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.js')) continue;
    const run = runFile(join(folder, file), original);
    if (run === null) leftOut.push(file);
    for (const { name, calls } of run ?? []) {
      if (calls === null || calls.length === 0 || calls.length > MOST_CALLS) leftOut.push(name);
      else tests.push({ name, calls, expected: calls.map((call) => describeCall(original, call)) });
    }
  }
  return { original, tests, leftOut };
}

interface ObservedTest {
  readonly name: string;
  /** Null when one of them cannot be put as data. */
  readonly calls: readonly PackageCall[] | null;
}

interface TapeOptions {
  readonly skip?: unknown;
}

type TapeBody = (assertions: object) => void;

/** Runs one file's tests; null when it needs a module that is not there. */
function runFile(file: string, original: unknown): readonly ObservedTest[] | null {
  const seen: ObservedTest[] = [];
  let calls: PackageCall[] | null = [];
  const watched = watch(original, (member, args) => {
    const data = asData(args) as readonly unknown[] | null;
    if (data === null) calls = null;
    else calls?.push({ member, args: data });
  });
  const before: (() => void)[] = [];
  const run = (title: string, body: () => void): void => {
    calls = [];
    for (const prepare of before) prepare();
    body();
    seen.push({ name: `${basename(file, '.js')}: ${title}`, calls });
  };
  const tape = (title: string, ...rest: readonly unknown[]): void => {
    const [options, body] = (rest.length === 1 ? [{}, rest[0]] : rest) as [TapeOptions, TapeBody];
    if (options.skip === undefined || options.skip === false)
      run(title, () => body(tapeAssertions(`${basename(file)}: ${title}`)));
  };
  const own = createRequire(file);
  const missing = new Error('not installed');
  const require = (name: string): unknown => {
    if (name === 'tape') return tape;
    if (name === 'assert') return assert;
    if (/^\.\.(\/(index(\.js)?)?)?$/.test(name)) return watched;
    if (name.startsWith('./fixtures/')) return own(name);
    throw missing;
  };
  const shared = { describe: (_title: string, body: () => void) => body(), it: run };
  const beforeEach = (prepare: () => void): number => before.push(prepare);
  try {
    compileFunction(readFileSync(file, 'utf8'), ['require', 'describe', 'it', 'beforeEach'], {
      filename: file,
    })(require, shared.describe, shared.it, beforeEach);
  } catch (error) {
    if (error === missing) return null;
    throw error;
  }
  return seen;
}

type Called = (member: string | null, args: readonly unknown[]) => void;

/** The package with every call told before it is made. */
function watch(original: unknown, called: Called): unknown {
  const wrap = (member: string | null, inner: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]): unknown => {
      called(member, args);
      return inner(...args);
    };
  };
  const members = Object.entries(original as object).map(([name, value]) => [
    name,
    typeof value === 'function' ? wrap(name, value as never) : (value as unknown),
  ]);
  const own = typeof original === 'function' ? wrap(null, original as never) : {};
  return Object.assign(own, Object.fromEntries(members));
}
