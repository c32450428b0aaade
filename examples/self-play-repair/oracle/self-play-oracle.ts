import { isDeepStrictEqual } from 'node:util';
import type { CheckContext, CheckOutcome, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { CallOutcome, PackageCall } from '../workspace/describe-call.ts';
import { describeCall } from '../workspace/describe-call.ts';
import { failedBugChecks } from './bug-checks.ts';
import { drawHiddenCalls } from './hidden-calls.ts';
import { packageNamed } from './packages.ts';
import type { RecordedTest } from './recorded-suite.ts';
import { recordSuite } from './recorded-suite.ts';

const DEMANDS = { passing: 5, changedFiles: 1, failing: 1 };
const HIDDEN_CALLS = 400;
/** An answer is due within a second. */
const CALLS_A_QUESTION = 100;
const PROGRAM_SECONDS = 10;

/**
 * Judges bugs and repairs of a package by its own tests. The visible check asks all of them: `failed` counts the failing
 * ones of the specification, which is all that a repairer goes by; `valid` is 1 where the seven checks of a bug hold.
 * Held out are the tests outside the specification and a comparison with the original on calls that no test makes.
 *
 * @param specification names of the tests that say what a repair has to do
 */
export function selfPlayOracle(name: string, specification: readonly string[]): Oracle {
  const { original, tests } = recordSuite(packageNamed(name));
  const specified = new Set(specification);
  const withheld = tests.filter((test) => !specified.has(test.name));
  const calls = tests.flatMap((test) => test.calls);
  return defineOracle({
    checks: [
      {
        name: 'bug and specification',
        slice: 'tests',
        visibility: 'visible',
        inspects: true,
        seconds: PROGRAM_SECONDS,
        run: async (context) => {
          const failing = failingTests(tests, await ask(context, calls));
          if (failing === null) return UNREADABLE;
          const failed = failedBugChecks(await bugFacts(context, tests, withheld, failing), DEMANDS);
          return {
            status: 'pass',
            metrics: {
              failed: failing.filter((test) => specified.has(test)).length,
              valid: failed.length === 0 ? 1 : 0,
            },
            evidence: { failing, failedBugChecks: failed },
          };
        },
      },
      {
        name: 'tests outside the specification',
        slice: 'withheld',
        visibility: 'held-out',
        run: async (context) => {
          const outcomes = await ask(
            context,
            withheld.flatMap((test) => test.calls),
          );
          const failing = failingTests(withheld, outcomes);
          if (failing === null) return UNREADABLE;
          return { status: 'pass', metrics: { failed: failing.length }, evidence: { failing } };
        },
      },
      {
        name: 'original on hidden calls',
        slice: 'differential',
        visibility: 'held-out',
        run: async (context) => {
          const hidden = drawHiddenCalls(calls, HIDDEN_CALLS, context.random);
          const expected = hidden.map((call) => describeCall(original, call));
          const outcomes = await ask(context, hidden);
          if (outcomes === null) return UNREADABLE;
          const different = outcomes.findIndex(
            (outcome, index) => !isDeepStrictEqual(outcome, expected[index]),
          );
          const count = outcomes.filter(
            (outcome, index) => !isDeepStrictEqual(outcome, expected[index]),
          ).length;
          const evidence = different === -1 ? null : (hidden[different] as unknown as Json);
          return { status: 'pass', metrics: { different: count }, evidence };
        },
      },
    ],
  });
}

const UNREADABLE: CheckOutcome = { status: 'fail', reason: 'the answer is no list of one outcome a call' };

/** The candidate's outcomes, one a call; null when one of its answers cannot be read so. */
async function ask(
  { subject }: CheckContext,
  calls: readonly PackageCall[],
): Promise<readonly CallOutcome[] | null> {
  const outcomes: CallOutcome[] = [];
  for (let start = 0; start < calls.length; start += CALLS_A_QUESTION) {
    const asked = calls.slice(start, start + CALLS_A_QUESTION);
    const answer = await subject.ask(asked as unknown as Json);
    const read = answer.kind === 'threw' ? null : readOutcomes(answer.value, asked.length);
    if (read === null) return null;
    outcomes.push(...read);
  }
  return outcomes;
}

function readOutcomes(value: unknown, count: number): readonly CallOutcome[] | null {
  if (!Array.isArray(value) || value.length !== count || !value.every(isOutcome)) return null;
  return value as readonly CallOutcome[];
}

function isOutcome(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['returned', 'heard', 'polluted'].every((name) => name in value)
  );
}

function failingTests(
  tests: readonly RecordedTest[],
  outcomes: readonly CallOutcome[] | null,
): string[] | null {
  if (outcomes === null) return null;
  let next = 0;
  return tests
    .filter(({ calls, expected }) => {
      const own = outcomes.slice(next, next + calls.length);
      next += calls.length;
      return !isDeepStrictEqual(own, expected);
    })
    .map(({ name }) => name);
}

async function bugFacts(
  context: CheckContext,
  tests: readonly RecordedTest[],
  withheld: readonly RecordedTest[],
  failing: readonly string[],
) {
  const changedFiles = context.files.changed;
  const names = tests.map(({ name }) => name);
  const failingWithout: { [file: string]: readonly string[] } = {};
  // Without its only changed file a candidate is the original.
  if (changedFiles.length === 1) failingWithout[changedFiles[0]!] = [];
  else if (failing.length > 0)
    for (const file of changedFiles) failingWithout[file] = await failingWith(context, tests, file);
  return {
    tests: names,
    weakened: withheld.map(({ name }) => name),
    readable: true,
    // The original's own outcomes are what is expected.
    passedBefore: names,
    failing,
    changedFiles,
    failingWithout,
  };
}

/** Tests that fail when one file is the original's again; all of them where the program does not get to its end. */
async function failingWith(
  { execute, files }: CheckContext,
  tests: readonly RecordedTest[],
  file: string,
): Promise<readonly string[]> {
  const calls = tests.flatMap((test) => test.calls);
  const outcome = await execute({
    tree: 'candidate',
    argv: ['node', 'self-play-repair/workspace/run-calls.ts'],
    overlay: { [file]: files.baseline.text(file), 'calls.json': JSON.stringify(calls) },
    report: { from: 'stdout', bytes: 2 ** 22 },
    seconds: PROGRAM_SECONDS / 2,
  });
  const everything = tests.map(({ name }) => name);
  if (outcome.kind === 'ended') return everything;
  try {
    const printed: unknown = JSON.parse(Buffer.from(outcome.report).toString('utf8'));
    return failingTests(tests, readOutcomes(printed, calls.length)) ?? everything;
  } catch {
    return everything;
  }
}
