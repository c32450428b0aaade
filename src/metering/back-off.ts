/** When a failed call is tried again. */
export interface RetryPolicy {
  /** Calls at most, the first one included. */
  readonly attempts: number;
  readonly firstWaitMilliseconds: number;
  /** A provider that asks for a longer wait than this is not waited for. */
  readonly longestWaitMilliseconds: number;
}

export const DEFAULT_RETRIES: RetryPolicy = {
  attempts: 4,
  firstWaitMilliseconds: 500,
  longestWaitMilliseconds: 60_000,
};

/** Overload and faults that pass: request timeout, rate limit, server errors, Anthropic's overload. */
const PASSING = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

/**
 * Milliseconds to wait before another attempt; null for none. What the provider asks for is honoured; otherwise the wait
 * doubles each time, of which between half and all is waited, so that calls that failed together do not return together.
 */
export function waitBefore(
  policy: RetryPolicy,
  attempt: number,
  reply: { readonly status: number; readonly retryAfter: string | undefined },
  now: number,
  random: () => number,
): number | null {
  if (attempt >= policy.attempts || !PASSING.has(reply.status)) return null;
  const asked = askedWait(reply.retryAfter, now);
  if (asked !== null) return asked <= policy.longestWaitMilliseconds ? asked : null;
  const doubled = Math.min(policy.longestWaitMilliseconds, policy.firstWaitMilliseconds * 2 ** (attempt - 1));
  return doubled * (0.5 + random() / 2);
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3); anything else is none. */
function askedWait(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  // `Date.parse` also takes much that is no date of HTTP, such as "-1".
  const date = /^[A-Z][a-z]{2,}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
