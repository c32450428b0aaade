const WINDOW_MILLISECONDS = 60_000;

/** Counts attempts under a key. True when one more is within `perMinute` in any 60 seconds; only those are counted. */
export type RateLimit = (key: string, perMinute: number) => boolean;

/** @param now milliseconds that never go back */
export function rateLimit(now: () => number): RateLimit {
  const attempts = new Map<string, readonly number[]>();
  return (key, perMinute) => {
    const since = now() - WINDOW_MILLISECONDS;
    const recent = (attempts.get(key) ?? []).filter((at) => at > since);
    const isWithin = recent.length < perMinute;
    attempts.set(key, isWithin ? [...recent, now()] : recent);
    return isWithin;
  };
}
