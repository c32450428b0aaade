import { replayConfirmations } from '../../loop/replay-confirmation.ts';
import { CERTIFICATE_FILE, checkCertificate } from '../certificate-file.ts';
import type { Finding } from './finding.ts';
import type { OpenRun } from './open-run.ts';

/** Does the certificate in the run directory follow from the ledger? */
export function certificateFinding({ directory, ledger }: OpenRun): Finding {
  const name = 'certificate';
  const checked = checkCertificate(directory, ledger);
  if (checked === null) {
    return { name, ok: null, detail: `there is no ${CERTIFICATE_FILE}: \`fulcrum certificate\` makes it` };
  }
  const { sequence, difference } = checked;
  if (difference === null)
    return { name, ok: true, detail: `comes out the same from the first ${sequence} entries` };
  const detail = `${difference} is not what the first ${sequence} entries come to`;
  return { name, ok: false, detail, code: 'FULCRUM_E_CERTIFICATE_DIFFERS' };
}

/** Do the figures of every confirmation follow from its recorded verdicts, and were these on the right trees? */
export function confirmationFinding({ ledger }: OpenRun): Finding {
  const name = 'confirmation';
  const { differences, held } = replayConfirmations(ledger);
  const [first] = differences;
  if (first === undefined) {
    const detail =
      held === 0 ? 'none was recorded' : `${held} figures follow from the verdicts recorded for them`;
    return { name, ok: true, detail };
  }
  const detail = `${differences.length} do not follow; first entry ${first.sequence}: ${first.what}`;
  return { name, ok: false, detail, code: 'FULCRUM_E_CONFIRMATION_DIFFERS' };
}
