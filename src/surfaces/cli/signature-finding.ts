import type { SignatureVerification } from '../../ledger/verify-signatures.ts';
import { verifySignatures } from '../../ledger/verify-signatures.ts';
import type { Finding } from './finding.ts';
import type { OpenRun } from './open-run.ts';

const FAULTS_SHOWN = 3;

/** Is every verdict signed by the oracle, with the key that is demanded, where one is? */
export function signatureFinding({ ledger }: Pick<OpenRun, 'ledger'>, demanded: string | null): Finding {
  const result = verifySignatures(ledger.entries(), demanded);
  const name = 'signatures';
  const [first] = result.faults;
  if (first !== undefined) return { name, ok: false, code: first.code, detail: faultsText(result) };
  if (result.fingerprint === null) {
    const detail = `unsigned: the run names no key, so nothing shows who made its ${result.unsigned} verdicts`;
    return { name, ok: null, detail };
  }
  const pinned =
    demanded === null
      ? ', the key the run itself names: compare it, or demand it with --key'
      : ', as demanded';
  return { name, ok: true, detail: `${result.signed} verdicts by key ${result.fingerprint}${pinned}` };
}

function faultsText({ faults, signed }: SignatureVerification): string {
  const texts = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ sequence, code, what }) => `entry ${sequence}: ${what} (${code})`);
  const more = faults.length > FAULTS_SHOWN ? `; and ${faults.length - FAULTS_SHOWN} more` : '';
  return `${texts.join('; ')}${more}; ${signed} verdicts are signed`;
}
