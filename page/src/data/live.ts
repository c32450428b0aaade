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
  /** News may have been missed since its listeners last heard. */
  hasGap: boolean;
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

/** How the page hears of a run at the moment; redraws when that changes. */
export function useLive(run: string | null): Connection {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (run === null) return;
    const line = join(run);
    const changed = (): void => redraw((count) => count + 1);
    line.stateListeners.add(changed);
    changed();
    return () => {
      line.stateListeners.delete(changed);
      leave(run, line);
    };
  }, [run]);
  const line = run === null ? undefined : lines.get(run);
  return line?.connection ?? { state: isSaved ? 'saved' : 'connecting' };
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
    hasGap: document.hidden,
    delay: FIRST_DELAY,
    stream: null,
    timer: null,
    newsListeners: new Set(),
    stateListeners: new Set(),
  };
  lines.set(run, line);
  if (!isSaved && !document.hidden) open(run, line);
  return line;
}

/** Closes the stream when nobody listens any more, a moment later: a view that is replaced by another leaves first. */
function leave(run: string, line: Line): void {
  setTimeout(() => {
    if (line.newsListeners.size + line.stateListeners.size > 0 || lines.get(run) !== line) return;
    close(line);
    lines.delete(run);
  }, 0);
}

function open(run: string, line: Line): void {
  close(line);
  const stream = new EventSource(ofRun(run, 'live').path);
  line.stream = stream;
  stream.addEventListener('open', () => {
    const { hasGap } = line;
    line.hasGap = false;
    line.delay = FIRST_DELAY;
    settle(line, { state: 'live' });
    if (hasGap) for (const listener of line.newsListeners) listener(null);
  });
  stream.addEventListener('message', (event: MessageEvent<string>) => {
    const news = JSON.parse(event.data) as LiveNews;
    for (const listener of line.newsListeners) listener(news);
  });
  stream.addEventListener('error', () => {
    stream.close();
    line.hasGap = true;
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

function close(line: Line): void {
  if (line.timer !== null) clearTimeout(line.timer);
  line.timer = null;
  line.stream?.close();
  line.stream = null;
}

/**
 * Nobody looks at a page out of sight, and its streams would hold connections, of which a browser keeps six to a server
 * for all its windows together. In sight again, it catches up.
 */
function followSight(): void {
  for (const [run, line] of lines)
    if (!document.hidden) open(run, line);
    else {
      close(line);
      line.hasGap = true;
      if (line.connection.state === 'live') settle(line, { state: 'connecting' });
    }
}

if (!isSaved) document.addEventListener('visibilitychange', followSight);

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
