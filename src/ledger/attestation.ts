import { createHash } from 'node:crypto';
import type { Attestation, OracleDigests } from '../kernel/attestation.ts';
import { oracleIdentity } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger, LedgerEntry } from '../kernel/contracts/ledger.ts';

/** What the verdicts of a run are signed with, as recorded when it started; null when they are not signed. */
export function startedAttestation(ledger: Pick<Ledger, 'entriesOf'>): Attestation | null {
  for (const entry of ledger.entriesOf(0)) {
    if (entry.event.type === 'run-started') return attestationBeside(entry);
  }
  return null;
}

/** What stands beside the entry that starts or resumes a run. */
export function attestationBeside({ observed }: LedgerEntry): Attestation | null {
  return (observed['attestation'] ?? null) as unknown as Attestation | null;
}

/** SHA-256 that names an oracle: what its audit refers to. */
export function oracleDigest({ files }: OracleDigests): Hash {
  return createHash('sha256').update(oracleIdentity(files)).digest('hex');
}

/** SHA-256 of the public key in DER, in hexadecimal: what people compare and publish. */
export function keyFingerprint(publicKey: string): Hash {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}
