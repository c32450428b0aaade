import type { LedgerFault } from '../../ledger/verify.ts';
import { certificateFinding, confirmationFinding } from './certificate-findings.ts';
import type { Finding } from './finding.ts';
import { approvalsFinding, decisionsFinding, seedFinding, snapshotsFinding } from './findings.ts';
import type { OpenRun } from './open-run.ts';
import { signatureFinding } from './signature-finding.ts';

/** Is everything in the file as it was written? */
export function chainFinding(sound: number, blobs: number, faults: readonly LedgerFault[]): Finding {
  const name = 'chain and blobs';
  if (faults.length === 0)
    return { name, ok: true, detail: `${sound} entries and ${blobs} blobs are as they were written` };
  const texts = faults
    .slice(0, 5)
    .map(({ sequence, what }) => (sequence === null ? what : `entry ${sequence} ${what}`));
  return { name, ok: false, detail: `${texts.join('; ')}; the first ${sound} entries are sound` };
}

/**
 * What the record of a run says of itself, without judging anything again. It rests on the chain: look at that first.
 *
 * @param key fingerprint of the only key that is believed; null believes the one the run names
 */
export function recordFindings(run: OpenRun, key: string | null): readonly Finding[] {
  return [
    decisionsFinding(run),
    ...approvalsFinding(run),
    seedFinding(run),
    signatureFinding(run, key),
    snapshotsFinding(run),
    confirmationFinding(run),
    certificateFinding(run),
  ];
}
