import { FulcrumError } from '../../../kernel/errors.ts';
import type { Companions } from '../../check-context.ts';
import type { Expectation } from './expectation.ts';
import { compareWith, objectionTo } from './expectation.ts';
import type { RepeatedRuns } from './flakiness.ts';
import { compareRuns } from './flakiness.ts';
import { identityMatcher } from './identity-pattern.ts';
import type { SuiteProgram } from './run-suite.ts';
import { runSuite } from './run-suite.ts';
import type { SuiteReport } from './suite-report.ts';
import type { Overlay, SuiteFiles } from './suite-tree.ts';
import { knownFile, sabotageOverlay, suiteOverlay } from './suite-tree.ts';

/** A suite as its check uses it. */
export interface Suite extends SuiteFiles {
  /** Name of the check, for errors. */
  readonly name: string;
  readonly program: SuiteProgram;
  readonly isTest: (path: string) => boolean;
  /** Identities, with `*` for any text, that fail on the baseline and are to be mended. */
  readonly failToPass: readonly string[];
  readonly repeats: number;
  /** What is put over the baseline to break it; null leaves its functions without bodies. */
  readonly knownBad: Overlay | null;
}

/** What runs on the unmodified workspace showed, before any candidate was looked at. */
export interface TrustedSuite {
  /** Files that are run. */
  readonly files: readonly string[];
  readonly expected: Expectation;
  readonly quarantined: readonly string[];
  /** How many of the tests that pass on the baseline do not on the known-bad tree. */
  readonly noticed: number;
}

/**
 * Learns from the baseline which tests there are and which of them can be relied on, and sees that the suite notices a
 * tree that is known to be bad.
 *
 * @throws FulcrumError `FULCRUM_E_SUITE_UNFIT` when the suite cannot serve as evidence
 */
export async function trustSuite(
  suite: Suite,
  { files, execute }: Pick<Companions, 'files' | 'execute'>,
  signal: AbortSignal,
): Promise<TrustedSuite> {
  const known = knownFile(files.baseline, suite.own);
  if (known !== null) throw notHeldOut(suite, known);
  const own = Object.keys(suite.own);
  const chosen = (own.length > 0 ? own : files.baseline.paths).filter(suite.isTest).toSorted();
  if (chosen.length === 0)
    throw unfit(suite, 'No file is one of its tests', 'Correct `files`; they match paths of the workspace');
  const run = async (overlay: Overlay): Promise<Awaited<ReturnType<typeof runSuite>>> => {
    const order = { tree: 'baseline', overlay, files: chosen, preparation: true } as const;
    const result = await runSuite(execute, suite.program, order);
    signal.throwIfAborted();
    return result;
  };

  const overlay = suiteOverlay(files, 'baseline', suite);
  const reports: SuiteReport[] = [];
  for (let repeat = 0; repeat < suite.repeats; repeat += 1) {
    const { report, output } = await run(overlay);
    if (report.kind === 'unreadable') throw notRun(suite, report.reason, output);
    reports.push(report);
  }
  const runs = compareRuns(reports);
  const errors = Math.max(...reports.map((report) => report.errors));
  const expected = { ...expectation(suite, runs), errors };
  if (expected.passToPass.size + expected.failToPass.size === 0)
    throw unfit(
      suite,
      'No test passes on the baseline',
      'Mend the suite, or name what is to be mended in `failToPass`',
    );

  const sabotage = suite.knownBad ?? sabotageOverlay(files, suite);
  if (Object.keys(sabotage).length === 0)
    throw unfit(suite, 'There is no code to make a known-bad tree from', 'Give a folder as `knownBad`');
  const { report: bad } = await run({ ...overlay, ...sabotage });
  const comparison = bad.kind === 'report' ? compareWith(expected, bad) : null;
  if (comparison !== null && objectionTo(comparison, expected) === null)
    throw unfit(
      suite,
      `It passes on a tree that is known to be bad (${Object.keys(sabotage).slice(0, 5).join(', ')})`,
      'Let the tests look at what the code answers; or give another `knownBad`',
    );
  const noticed = expected.passToPass.size - (comparison?.passed ?? 0);
  return { files: chosen, expected, quarantined: runs.quarantined.toSorted(), noticed };
}

function expectation(suite: Suite, runs: RepeatedRuns): Omit<Expectation, 'errors'> {
  const { passing, failing, quarantined } = runs;
  const failToPass = new Set<string>();
  for (const wanted of suite.failToPass) {
    if (passing.has(wanted)) throw misnamed(suite, wanted, 'passes on the baseline');
    if (quarantined.includes(wanted))
      throw misnamed(suite, wanted, 'does not fail every time on the baseline');
    const found = [...failing].filter(identityMatcher(wanted));
    if (found.length === 0) throw misnamed(suite, wanted, 'is no test that fails on the baseline');
    for (const identity of found) failToPass.add(identity);
  }
  const ignored = new Set([...failing, ...quarantined].filter((identity) => !failToPass.has(identity)));
  return { passToPass: passing, failToPass, ignored };
}

function misnamed(suite: Suite, wanted: string, how: string): FulcrumError {
  return unfit(suite, `"${wanted}" ${how}`, 'Correct `failToPass`: identities, with `*` for any text');
}

function notHeldOut(suite: Suite, [own, known]: readonly [string, string]): FulcrumError {
  const mend = 'Take it out of the workspace or out of the overlay: what proposers can read is not held out';
  return unfit(suite, `The file ${own} of its overlay lies in the workspace as well, as ${known}`, mend);
}

function notRun(suite: Suite, reason: string, output: string): FulcrumError {
  const printed = output === '' ? '' : `; it printed: ${output.slice(-1500)}`;
  const mend = 'Mend the suite, or what it is run with, until it runs on the unmodified workspace';
  return unfit(suite, `It cannot be run on the baseline: ${reason}${printed}`, mend);
}

function unfit({ name }: Suite, what: string, mend: string): FulcrumError {
  const where = `oracle.checks, check "${name}"`;
  return new FulcrumError({
    code: 'FULCRUM_E_SUITE_UNFIT',
    domain: 'oracle',
    what: `The suite cannot serve as evidence. ${what}`,
    where,
    mend,
  });
}
