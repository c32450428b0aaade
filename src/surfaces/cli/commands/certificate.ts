import type { Json } from '../../../kernel/json.ts';
import { FulcrumError } from '../../../kernel/errors.ts';
import { writeCertificate } from '../../certificate-file.ts';
import { certificateMarkdown, certificateText } from '../certificate-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum certificate`: what a run's keeps are worth, worked out from its ledger and written beside it. */
export function certificateCommand(
  reference: RunReference,
  form: 'text' | 'markdown',
  output: Output,
): ExitCode {
  const directory = directoryOf(reference);
  const certificate = writeCertificate(directory);
  if (certificate === null) throw notYet(directory);
  output.both({ type: 'certificate', certificate: certificate as unknown as Json }, () =>
    form === 'markdown' ? certificateMarkdown(certificate) : certificateText(certificate, output),
  );
  return EXIT_CODES.finished;
}

function notYet(where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_BASELINE_MISSING',
    domain: 'usage',
    what: 'the run has not judged its baseline, so there is nothing to certify',
    where,
    mend: 'Go on with `fulcrum resume`',
  });
}
