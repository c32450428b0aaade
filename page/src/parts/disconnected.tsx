import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { reconnect, useLive } from '../data/live.ts';

/** Says that what is shown may be old, since when, and when the page tries again. */
export function Disconnected({ run }: { readonly run: string }): JSX.Element | null {
  const connection = useLive(run);
  const lost = connection.state === 'disconnected';
  const [now, setNow] = useState(Date.now());

  useEffect(() => {
    if (!lost) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [lost, connection]);

  if (connection.state !== 'disconnected') return null;
  const wait = Math.max(0, Math.ceil((connection.retryAt - now) / 1000));
  return (
    <div class="disconnected" role="status">
      <i class="dot dot-bad" />
      <span>
        No connection since {new Date(connection.since).toLocaleTimeString('en-GB')}.{' '}
        {connection.signedOut
          ? 'fulcrum view was started anew: open the address that it printed.'
          : 'What you see may be out of date.'}
      </span>
      <span class="disconnected-wait">{wait === 0 ? 'Trying…' : `Next try in ${wait} s`}</span>
      <button type="button" class="button button-small" onClick={() => reconnect(run)}>
        Try now
      </button>
    </div>
  );
}
