import type { AuditVerdict } from '../run-audit.ts';
import type { ForeignHarness, HarnessOutcome } from './harness.ts';
import { harnessAttacks } from './harness-attacks.ts';
import { WORK, lastWords, refusedBy, scored } from './harness.ts';
import { OPENEVOLVE_DRIVER } from './openevolve-driver.ts';

export interface OpenEvolveHarness {
  /** Paths in the tree. */
  readonly evaluator: string;
  readonly program: string;
}

const DRIVER = '.fulcrum-openevolve-driver.py';
/** The report is a few numbers a line. */
const REPORT_BYTES = 1 << 16;
/** What lies unread in a socket when it is closed would take what was written along. */
const ONCE = 'read -r nonce <&4; exec "$@"';
const AGAIN = 'read -r nonce <&4; "$@"; exec "$@"';

/**
 * An OpenEvolve evaluator, loaded and called in the candidate's process as OpenEvolve's `Evaluator` does it (0.3.2:
 * `_load_evaluation_function`, `get_fitness_score`): the score is `combined_score`, or else the mean of the numbers that
 * are no booleans and not NaN.
 */
export function openEvolveHarness({ evaluator, program }: OpenEvolveHarness): ForeignHarness {
  const editable = [program];
  return {
    title: `OpenEvolve evaluator ${evaluator}`,
    place: evaluator,
    editable,
    run: ({ again }) => {
      const argv = [
        ...['/usr/bin/env', 'python3', DRIVER, `${WORK}/${evaluator}`, `${WORK}/${program}`],
        again ? '2' : '1',
      ];
      return {
        argv: ['/bin/sh', '-c', again ? AGAIN : ONCE, 'sh', ...argv],
        overlay: { [DRIVER]: OPENEVOLVE_DRIVER },
        environment: {},
        collect: [],
        reportBytes: REPORT_BYTES,
      };
    },
    read,
    attacksOn: (reference) =>
      harnessAttacks(reference, { editable, root: WORK, startsIn: WORK, resultFiles: [] }),
  };
}

/** The best of the evaluations that came to an end: a search keeps the best it was ever told. */
function read(outcome: HarnessOutcome): AuditVerdict {
  if (outcome.kind === 'ended') return refusedBy(outcome.status, outcome.reason);
  const lines = Buffer.from(outcome.report).toString('utf8').split('\n');
  const scores = lines
    .filter((line) => line.startsWith('score '))
    .map((line) => numberIn(line.slice('score '.length)));
  const numbers = scores.filter((score) => !Number.isNaN(score));
  if (numbers.length > 0) return scored(Math.max(...numbers));
  if (scores.length > 0) return refusedBy('fail', 'its score is not a number');
  const failure = lines.find((line) => line.startsWith('failed '));
  if (failure !== undefined) return refusedBy('fail', failure.slice('failed '.length));
  return refusedBy(
    'crash',
    `the evaluator did not return (exit code ${outcome.exitCode}): ${lastWords(outcome)}`,
  );
}

/** A number as Python writes it. */
function numberIn(text: string): number {
  if (text === 'inf') return Infinity;
  return text === '-inf' ? -Infinity : Number(text);
}
