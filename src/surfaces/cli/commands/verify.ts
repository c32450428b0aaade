import { resolve } from 'node:path';
import { salvageLedger } from '../../../ledger/salvage.ts';
import { verifyLedger } from '../../../ledger/verify.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Finding } from '../finding.ts';
import { reportFinding } from '../finding.ts';
import { rejudgeFinding } from '../findings.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';
import { chainFinding, recordFindings } from '../record-findings.ts';

export interface VerifyOptions {
  /** Folder for the sound part of a damaged run; null copies nothing. */
  readonly salvage: string | null;
  /** Judge the winner again in a fresh sandbox. */
  readonly rejudge: boolean;
  readonly isolation: 'required' | 'none';
  /** Fingerprint of the only key that is believed; null believes the one the run names. */
  readonly key: string | null;
}

/**
 * `fulcrum verify`: recomputes the chain and every blob, takes every decision again from its recorded evidence, checks
 * the revealed seed against its commitment, the signature of every verdict and every snapshot against the entries, works
 * out confirmation and certificate again, and judges the winner once more.
 */
export async function verifyCommand(
  reference: RunReference,
  options: VerifyOptions,
  output: Output,
): Promise<ExitCode> {
  const chain = verifyLedger(directoryOf(reference));
  const report = (finding: Finding): boolean => reportFinding(finding, output);
  const sound = report(chainFinding(chain.sound, chain.blobs, chain.faults));
  if (!sound) {
    if (options.salvage !== null) {
      const kept = salvageLedger(directoryOf(reference), resolve(options.salvage));
      output.both(
        { type: 'salvaged', entries: kept, directory: resolve(options.salvage) },
        () => `kept the first ${kept} entries in ${resolve(options.salvage!)}`,
      );
    }
    return EXIT_CODES.integrity;
  }
  return withRun(reference, async (run) => {
    const findings = recordFindings(run, options.key).map(report);
    if (options.rejudge) findings.push(report(await rejudgeFinding(run, reference, options.isolation)));
    return findings.every(Boolean) ? EXIT_CODES.finished : EXIT_CODES.integrity;
  });
}
