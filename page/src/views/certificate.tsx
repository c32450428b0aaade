import type { JSX } from 'preact';

import { routeHref } from '../data/route.ts';
import { certificateAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { CertificateChapters } from '../parts/certificate-chapters.tsx';
import { CertificateClaim } from '../parts/certificate-claim.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { VerifyCommand } from '../parts/verify-command.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/evidence.css';

/** What may be claimed of the run, under which conditions and on which evidence. */
export function CertificateView({ run }: ViewProps): JSX.Element {
  const reply = useData(certificateAddress(run), run);
  return (
    <Load of={reply} height={800}>
      {({ certificate, chapters }) =>
        certificate === null ? (
          <EmptyState title="No certificate yet" detail="There is one as soon as the baseline was judged." />
        ) : (
          <>
            <header class="evidence-head">
              <h1>Certificate</h1>
              <p class="muted">
                Follows from the first {certificate.head.sequence.toLocaleString('en-US')} entries of the{' '}
                <a href={routeHref(run, 'ledger')}>ledger</a> and from nothing else, up to{' '}
                <code title={certificate.head.hash}>{certificate.head.hash.slice(0, 16)}</code>
                {certificate.finished === null ? '; the run goes on' : `; ${certificate.finished.detail}`}.
              </p>
            </header>
            <div class="stack">
              <CertificateClaim certificate={certificate} />
              <CertificateChapters run={run} certificate={certificate} chapters={chapters} />
              <VerifyCommand run={run} purpose="Make it again, and check it" />
            </div>
          </>
        )
      }
    </Load>
  );
}
