import type { JsonObject } from '../../kernel/json.ts';
import { objectOf } from '../plain-fields.ts';
import type { FailureKind } from '../protocol.ts';
import type { TokenUsage } from '../token-usage.ts';
import { tokenCount } from '../token-usage.ts';

const FAILURE_TYPES: Readonly<Record<FailureKind, string>> = {
  authentication: 'authentication_error',
  billing: 'insufficient_quota',
  'invalid-request': 'invalid_request_error',
  'not-found': 'not_found_error',
  overloaded: 'service_unavailable_error',
  'rate-limit': 'rate_limit_error',
  server: 'server_error',
  'too-large': 'invalid_request_error',
};

/** The error object of both of OpenAI's protocols. */
export function writeOpenaiFailure(kind: FailureKind, code: string, message: string): JsonObject {
  return { error: { message: `${code}: ${message}`, type: FAILURE_TYPES[kind], param: null, code } };
}

/** Tiers that cost the list price or less. */
const LISTED_TIERS: ReadonlySet<unknown> = new Set([undefined, null, 'auto', 'default', 'flex', 'batch']);

/** The lifetime of a cache that the price of writing to it is listed for. */
const LISTED_LIFETIMES: ReadonlySet<unknown> = new Set([undefined, null, '30m']);

/** Why a request can cost more than the list price, as far as both protocols say it alike. */
export function openEndedReasons(body: JsonObject): readonly string[] {
  const tier = body['service_tier'];
  const lifetime = objectOf(body['prompt_cache_options'])?.['ttl'];
  return [
    ...(LISTED_TIERS.has(tier) ? [] : [`asks for the service tier ${JSON.stringify(tier)}`]),
    ...(LISTED_LIFETIMES.has(lifetime) ? [] : [`asks for a cache that lives ${JSON.stringify(lifetime)}`]),
  ];
}

/**
 * Usage with the tokens that were read from and written to a cache counted apart: both protocols count them in the input
 * too. Writing to it is billed from GPT-5.6 on.
 *
 * @returns null when a count is none, or the parts come to more than the whole
 */
export function usageWithCache(input: number, details: JsonObject | null, output: number): TokenUsage | null {
  const cached = tokenCount(details?.['cached_tokens']);
  const written = tokenCount(details?.['cache_write_tokens']);
  if (cached === null || written === null || cached + written > input) return null;
  return {
    input: input - cached - written,
    cachedInput: cached,
    cacheWriteShort: written,
    cacheWriteLong: 0,
    output,
  };
}

export function writeCacheUsage({ cachedInput, cacheWriteShort, cacheWriteLong }: TokenUsage): JsonObject {
  return { cached_tokens: cachedInput, cache_write_tokens: cacheWriteShort + cacheWriteLong };
}
