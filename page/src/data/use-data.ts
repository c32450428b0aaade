import { useEffect, useState } from 'preact/hooks';

import type { Address } from './address.ts';
import { onNews } from './live.ts';
import { get, isSaved, SourceError } from './source.ts';

/** What a view knows of a reply. `ready` keeps what it last had while newer data is on its way or does not come. */
export type Loaded<Reply> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: Reply; readonly problem: SourceError | null }
  | { readonly state: 'failed'; readonly problem: SourceError; readonly retry: () => void };

/** Least time between two requests for the same address, in milliseconds, however fast news come. */
const REFRESH = 1000;
/** Time between two requests about a run that is not streamed, in milliseconds. */
const RENEWED_BESIDE = 3000;
const KEPT = 40;

/** Last replies by address, so that going back to a view shows it at once. */
const kept = new Map<string, unknown>();

/**
 * Asks for `address`, and again whenever `liveRun` has news, at most once a second, or with `every` after so many
 * milliseconds, or with another `round`. Null asks for nothing yet. A reply that was there before is shown at once and
 * replaced when the new one is here.
 */
export function useData<Reply>(
  address: Address<Reply> | null,
  liveRun: string | null = null,
  every: number | null = null,
  round = 0,
): Loaded<Reply> {
  const path = address?.path ?? null;
  const [attempt, setAttempt] = useState(0);
  const [reply, setReply] = useState<Held<Reply>>({ path, data: null, problem: null });

  useEffect(() => {
    if (path === null) return;
    return keepFresh<Reply>(path, liveRun, every, (change) =>
      setReply((before) => ({
        ...(before.path === path ? before : { path, data: null, problem: null }),
        ...change,
      })),
    );
  }, [path, liveRun, every, attempt, round]);

  const known = reply.path === path ? reply : { data: null, problem: null };
  const data = known.data ?? (path === null ? null : ((kept.get(path) as Reply | undefined) ?? null));
  if (data !== null) return { state: 'ready', data, problem: known.problem };
  if (known.problem !== null)
    return { state: 'failed', problem: known.problem, retry: () => setAttempt(attempt + 1) };
  return { state: 'loading' };
}

/**
 * `useData` where the reply may be of another run than the page's `own`: only the own one's news are streamed. A browser
 * keeps six connections to a server, and a stream takes one for good.
 */
export function useDataBeside<Reply>(
  address: Address<Reply> | null,
  run: string | null,
  own: string,
): Loaded<Reply> {
  const isOwn = run === own;
  return useData(address, isOwn ? own : null, isOwn ? null : RENEWED_BESIDE);
}

interface Held<Reply> {
  readonly path: string | null;
  readonly data: Reply | null;
  readonly problem: SourceError | null;
}

/** Loads now and after news, one request at a time; returns what ends it. */
function keepFresh<Reply>(
  path: string,
  liveRun: string | null,
  every: number | null,
  tell: (change: Partial<Held<Reply>>) => void,
): () => void {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let busy = false;
  let again = false;

  const load = async (): Promise<void> => {
    busy = true;
    again = false;
    try {
      const data = await get<Reply>({ path }, ending.signal);
      remember(path, data);
      if (!ending.signal.aborted) tell({ data, problem: null });
    } catch (problem) {
      if (!ending.signal.aborted && problem instanceof SourceError) tell({ problem });
    }
    busy = false;
    if (again) later();
  };
  const later = (): void => {
    again = true;
    if (busy || timer !== null || ending.signal.aborted) return;
    timer = setTimeout(() => {
      timer = null;
      void load();
    }, REFRESH);
  };

  void load();
  const leave = liveRun === null ? null : onNews(liveRun, later);
  const clock = every === null || isSaved ? null : setInterval(later, every);
  return () => {
    ending.abort();
    if (clock !== null) clearInterval(clock);
    if (timer !== null) clearTimeout(timer);
    leave?.();
  };
}

function remember(path: string, data: unknown): void {
  kept.delete(path);
  kept.set(path, data);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
}
