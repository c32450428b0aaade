import type { HarnessOutcome, ForeignHarness } from './harness.ts';
import { harnessAttacks } from './harness-attacks.ts';
import { WORK, lastWords, refusedBy, scored } from './harness.ts';

/** What a report of tests says: those that passed, those that did not. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

export interface CommandHarness {
  readonly editable: readonly string[];
  /** Program and arguments, started in the workspace's root; no shell reads them. */
  readonly argv: readonly string[];
  /** The report it leaves, by its path, and what reads it; null where the exit code is all there is. */
  readonly report: {
    readonly path: string;
    readonly read: (bytes: Uint8Array) => TestCounts | { readonly unreadable: string };
  } | null;
}

/** Evaluates again only what did not pass. */
const AGAIN = '"$@" && exit 0; exec "$@"';

/**
 * A bare test command: a candidate passes when the command ends with 0. With a report, no test of it may have failed,
 * and the score is how many have passed.
 */
export function commandHarness({ editable, argv, report }: CommandHarness): ForeignHarness {
  return {
    title: argv.join(' '),
    place: argv.join(' '),
    editable,
    run: ({ again }) => ({
      argv: again ? ['/bin/sh', '-c', AGAIN, 'sh', ...argv] : argv,
      overlay: {},
      environment: {},
      collect: report === null ? [] : [report.path],
      reportBytes: null,
    }),
    read,
    attacksOn: (reference) =>
      harnessAttacks(reference, {
        ...{ editable, root: WORK, startsIn: WORK },
        resultFiles: report === null ? [] : [report.path],
      }),
  };

  function read(outcome: HarnessOutcome): ReturnType<ForeignHarness['read']> {
    if (outcome.kind === 'ended') return refusedBy(outcome.status, outcome.reason);
    if (outcome.exitCode !== 0)
      return refusedBy('fail', `exit code ${outcome.exitCode}: ${lastWords(outcome)}`);
    if (report === null) return scored(1);
    const counts = report.read(outcome.files[report.path]!);
    if ('unreadable' in counts) return refusedBy('fail', `its report cannot be read: ${counts.unreadable}`);
    if (counts.failed > 0) return refusedBy('fail', `${counts.failed} tests of its report did not pass`);
    return scored(counts.passed);
  }
}
