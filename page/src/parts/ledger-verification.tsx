import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Verification } from '../../../src/surfaces/view/protocol.ts';
import { verificationAddress } from '../data/address.ts';
import { get, isSaved, post, SourceError } from '../data/source.ts';
import type { BadgeTone } from './badge.tsx';
import { Badge } from './badge.tsx';
import { VerifyCommand } from './verify-command.tsx';

const POLL_MILLISECONDS = 700;

const STATES: {
  readonly [state in Verification['state']]: { readonly title: string; readonly tone: BadgeTone };
} = {
  'not-run': { title: 'Not verified here', tone: 'neutral' },
  running: { title: 'Verifying…', tone: 'strong' },
  sound: { title: '✓ As it was written', tone: 'good' },
  broken: { title: '✗ Not as it was written', tone: 'bad' },
};

/** Whether the record is sound, with a button that finds out. */
export function LedgerVerification({ run }: { readonly run: string }): JSX.Element {
  const [known, setKnown] = useState<Verification | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const busy = known?.state === 'running';

  useEffect(() => keepAsking(run, busy, setKnown, setProblem), [run, busy]);

  const verify = async (): Promise<void> => {
    setProblem(null);
    try {
      setKnown(await post<Verification>(verificationAddress(run), {}));
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  const { title, tone } = STATES[known?.state ?? 'not-run'];
  return (
    <section class="verification" aria-label="Verification">
      <div class="verification-head">
        <span role="status">
          <Badge tone={tone}>{title}</Badge>
        </span>
        <span class="muted">
          The chain is worked out again, every decision taken again from its evidence, every signature
          checked.
        </span>
        {isSaved ? null : (
          <button type="button" class="button" disabled={busy} onClick={() => void verify()}>
            {known === null || known.state === 'not-run' ? 'Verify now' : 'Verify again'}
          </button>
        )}
      </div>
      {problem === null ? null : <p class="problem">{problem}</p>}
      {known === null || known.findings.length === 0 ? null : (
        <ul class="findings">
          {known.findings.map((finding) => (
            <li key={finding}>
              <bdi>{finding}</bdi>
            </li>
          ))}
        </ul>
      )}
      <VerifyCommand run={run} purpose="The same in a terminal" />
    </section>
  );
}

/** Asks once, and on and on while it is busy; returns what ends it. */
function keepAsking(
  run: string,
  busy: boolean,
  tell: (verification: Verification) => void,
  fail: (problem: string | null) => void,
): () => void {
  const ending = new AbortController();
  const ask = async (): Promise<void> => {
    try {
      const next = await get<Verification>(verificationAddress(run), ending.signal);
      if (ending.signal.aborted) return;
      tell(next);
      fail(null);
    } catch (error) {
      if (!ending.signal.aborted && !(error instanceof SourceError && error.kind === 'missing'))
        fail(messageOf(error));
    }
  };
  void ask();
  const timer = busy ? setInterval(() => void ask(), POLL_MILLISECONDS) : null;
  return () => {
    ending.abort();
    if (timer !== null) clearInterval(timer);
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
