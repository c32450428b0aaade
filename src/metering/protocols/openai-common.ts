import type { JsonObject } from '../../kernel/json.ts';
import type { FailureKind } from '../protocol.ts';

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

/** Why the asked service tier can cost more than the list price, if it can. */
export function serviceTierReasons(body: JsonObject): readonly string[] {
  const tier = body['service_tier'];
  return LISTED_TIERS.has(tier) ? [] : [`asks for the service tier ${JSON.stringify(tier)}`];
}
