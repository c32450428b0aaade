import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { reportFinding } from '../finding.ts';
import { decisionsFinding, proposalsFinding } from '../findings.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum replay`: takes every decision and makes every proposal again, from the ledger alone. */
export function replayCommand(reference: RunReference, output: Output): Promise<ExitCode> {
  return withRun(reference, async (run) => {
    const decisions = reportFinding(decisionsFinding(run), output);
    const proposals = reportFinding(await proposalsFinding(run), output);
    return decisions && proposals ? EXIT_CODES.finished : EXIT_CODES.integrity;
  });
}
