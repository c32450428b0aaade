import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { FulcrumError } from '../../kernel/errors.ts';
import { keyFingerprint } from '../../ledger/attestation.ts';

const FINGERPRINT = /^[0-9a-f]{64}$/i;

/**
 * The fingerprint of the key a person demands.
 *
 * @param given a fingerprint, a file with a public key in PEM, or the key itself in base64 as the ledger has it
 * @throws FulcrumError `FULCRUM_E_KEY_UNKNOWN` when it is none of these
 */
export function demandedFingerprint(given: string): string {
  if (FINGERPRINT.test(given)) return given.toLowerCase();
  try {
    const key = existsSync(given)
      ? createPublicKey(readFileSync(given))
      : createPublicKey({ key: Buffer.from(given, 'base64'), format: 'der', type: 'spki' });
    return keyFingerprint(key.export({ type: 'spki', format: 'der' }).toString('base64'));
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_KEY_UNKNOWN',
      domain: 'usage',
      what: 'this is neither a fingerprint nor a public key, nor a file with one',
      where: `--key ${given}`,
      mend: 'Give the 64 hexadecimal digits that `fulcrum verify` prints, or a file in PEM',
      cause,
    });
  }
}
