import { useEffect, useState } from 'preact/hooks';

import type { LiveNews } from '../../../src/surfaces/view/protocol.ts';
import { ofRun, runsAddress } from './address.ts';
import { get, isSaved, SourceError } from './source.ts';

/** How the page hears of a run. `saved` never changes again. */
export type Connection =
  | { readonly state: 'connecting' | 'live' | 'saved' }
  /** `since` and `retryAt` in milliseconds since 1970. `signedOut`: there is a server, which does not know this page. */
  | {
      readonly state: 'disconnected';
      readonly since: number;
      readonly retryAt: number;
      readonly signedOut: boolean;
    };

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 10_000;

/** One stream of events for each run that somebody looks at. */
interface Line {
  connection: Connection;
  last: LiveNews | null;
  delay: number;
  stream: EventSource | null;
  timer: ReturnType<typeof setTimeout> | null;
  readonly newsListeners: Set<(news: LiveNews | null) => void>;
  readonly stateListeners: Set<(connection: Connection) => void>;
}

const lines = new Map<string, Line>();

/**
 * Calls `listener` with what changed in the run, and with null after a gap in which news may have been lost. Returns
 * what ends it.
 */
export function onNews(run: string, listener: (news: LiveNews | null) => void): () => void {
  const line = join(run);
  line.newsListeners.add(listener);
  return () => {
    line.newsListeners.delete(listener);
    leave(run, line);
  };
}

/** The state of the connection, and the last news. */
export function useLive(run: string | null): {
  readonly connection: Connection;
  readonly news: LiveNews | null;
} {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (run === null) return;
    const line = join(run);
    const changed = (): void => redraw((count) => count + 1);
    line.stateListeners.add(changed);
    line.newsListeners.add(changed);
    changed();
    return () => {
      line.stateListeners.delete(changed);
      line.newsListeners.delete(changed);
      leave(run, line);
    };
  }, [run]);
  const line = run === null ? undefined : lines.get(run);
  return {
    connection: line?.connection ?? { state: isSaved ? 'saved' : 'connecting' },
    news: line?.last ?? null,
  };
}

/** Tries at once instead of at `retryAt`. */
export function reconnect(run: string): void {
  const line = lines.get(run);
  if (line?.connection.state === 'disconnected') open(run, line);
}

function join(run: string): Line {
  const present = lines.get(run);
  if (present !== undefined) return present;
  const line: Line = {
    connection: { state: isSaved ? 'saved' : 'connecting' },
    last: null,
    delay: FIRST_DELAY,
    stream: null,
    timer: null,
    newsListeners: new Set(),
    stateListeners: new Set(),
  };
  lines.set(run, line);
  if (!isSaved) open(run, line);
  return line;
}

/** Closes the stream when nobody listens any more, a moment later: a view that is replaced by another leaves first. */
function leave(run: string, line: Line): void {
  setTimeout(() => {
    if (line.newsListeners.size + line.stateListeners.size > 0 || lines.get(run) !== line) return;
    line.stream?.close();
    if (line.timer !== null) clearTimeout(line.timer);
    lines.delete(run);
  }, 0);
}

function open(run: string, line: Line): void {
  if (line.timer !== null) clearTimeout(line.timer);
  line.timer = null;
  line.stream?.close();
  const stream = new EventSource(ofRun(run, 'live').path);
  line.stream = stream;
  stream.addEventListener('open', () => {
    const wasLost = line.connection.state === 'disconnected';
    line.delay = FIRST_DELAY;
    settle(line, { state: 'live' });
    if (wasLost) for (const listener of line.newsListeners) listener(null);
  });
  stream.addEventListener('message', (event: MessageEvent<string>) => {
    const news = JSON.parse(event.data) as LiveNews;
    line.last = news;
    for (const listener of line.newsListeners) listener(news);
  });
  stream.addEventListener('error', () => {
    stream.close();
    const before = line.connection.state === 'disconnected' ? line.connection : null;
    settle(line, {
      state: 'disconnected',
      since: before?.since ?? Date.now(),
      retryAt: Date.now() + line.delay,
      signedOut: before?.signedOut ?? false,
    });
    void tellIfSignedOut(line);
    line.timer = setTimeout(() => open(run, line), line.delay);
    line.delay = Math.min(LONGEST_DELAY, line.delay * 2);
  });
}

/** A stream of events does not say why it failed; a request does. */
async function tellIfSignedOut(line: Line): Promise<void> {
  const signedOut = await get(runsAddress).then(
    () => false,
    (problem: unknown) => problem instanceof SourceError && problem.kind === 'signed-out',
  );
  if (line.connection.state === 'disconnected') settle(line, { ...line.connection, signedOut });
}

function settle(line: Line, connection: Connection): void {
  line.connection = connection;
  for (const listener of line.stateListeners) listener(connection);
}
