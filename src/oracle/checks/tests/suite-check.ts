import type { JsonObject } from '../../../kernel/json.ts';
import type { CheckContext } from '../../check-context.ts';
import type { CheckDefinition, CheckOutcome } from '../../define.ts';
import type { CheckPlace } from '../check-kind.ts';
import type { Comparison } from './expectation.ts';
import { compareWith, objectionTo } from './expectation.ts';
import { flakinessPower } from './flakiness.ts';
import { runSuite } from './run-suite.ts';
import { suiteOverlay } from './suite-tree.ts';
import type { Suite, TrustedSuite } from './trusted-suite.ts';
import { trustSuite } from './trusted-suite.ts';

const SHOWN = 20;
const LONGEST_SHOWN = 200;
/** Starting and ending a sandbox, beside the time the suite may take. */
const SANDBOX_SECONDS = 5;

/** The check of a suite. What it learns from the baseline is learnt once, when the first tree is judged. */
export function suiteCheck(place: CheckPlace, suite: Suite, acceptSameProcess: boolean): CheckDefinition {
  let trusted: Promise<TrustedSuite> | null = null;
  const trust = (context: CheckContext): Promise<TrustedSuite> => {
    trusted ??= trustSuite(suite, context, context.signal).catch((error: unknown) => {
      trusted = null;
      throw error;
    });
    return trusted;
  };
  // Repeats on the baseline, the known-bad tree, the candidate.
  const runs = suite.repeats + 2;
  return {
    ...place,
    grade: 'same-process',
    suffices: acceptSameProcess,
    inspects: true,
    seconds: runs * (suite.program.seconds + SANDBOX_SECONDS),
    run: async (context) => {
      try {
        return await judge(suite, await trust(context), context, place);
      } catch (error) {
        // What a judgement that was called off finds means nothing, and is no fault of the oracle.
        if (context.signal.aborted) return { status: 'fail', reason: 'it was called off' };
        throw error;
      }
    },
  };
}

async function judge(
  suite: Suite,
  trusted: TrustedSuite,
  { files, execute }: CheckContext,
  { visibility }: CheckPlace,
): Promise<CheckOutcome> {
  const { expected } = trusted;
  const { report } = await runSuite(execute, suite.program, {
    tree: 'candidate',
    overlay: suiteOverlay(files, 'candidate', suite),
    files: trusted.files,
    preparation: false,
  });
  const setAside = files.changed.filter((path) => suite.isSuite(path) || !files.isEditable(path));
  const basis = { ...basisOf(suite, trusted), setAside: shown(setAside) };
  if (report.kind === 'unreadable')
    return { status: 'fail', reason: `the suite gave no sound report: ${report.reason}`, evidence: basis };
  const comparison = compareWith(expected, report);
  const metrics = metricsOf(comparison, trusted);
  const objection = objectionTo(comparison, expected);
  const evidence = { ...basis, ...evidenceOf(comparison) };
  if (objection === null) return { status: 'pass', metrics, evidence };
  const [first] = [comparison.failed, comparison.skipped, comparison.missing, comparison.unexpected].flat();
  const named = visibility === 'held-out' || first === undefined ? '' : `: ${first.slice(0, LONGEST_SHOWN)}`;
  return { status: 'fail', reason: objection + named, metrics, evidence };
}

function metricsOf({ passed, fixed }: Comparison, { expected }: TrustedSuite) {
  const total = expected.passToPass.size + expected.failToPass.size;
  return { passed, failed: expected.passToPass.size - passed, fixed, share: (passed + fixed) / total };
}

/** What the verdict rests on beside the run itself. */
function basisOf({ repeats }: Suite, { expected, quarantined, noticed }: TrustedSuite): JsonObject {
  return {
    expected: { passToPass: expected.passToPass.size, failToPass: expected.failToPass.size },
    knownBad: { noticed, of: expected.passToPass.size },
    flakiness: { runs: repeats, quarantined: shown(quarantined), escapes: flakinessPower(repeats) },
  };
}

function evidenceOf({ failed, skipped, missing, unexpected, errors }: Comparison): JsonObject {
  const lists = Object.entries({ failed, skipped, missing, unexpected }).filter(
    ([, list]) => list.length > 0,
  );
  return { ...Object.fromEntries(lists.map(([name, list]) => [name, shown(list)])), errors };
}

function shown(list: readonly string[]): string[] {
  return list
    .toSorted()
    .slice(0, SHOWN)
    .map((text) => text.slice(0, LONGEST_SHOWN));
}
