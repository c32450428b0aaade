import { createHash } from 'node:crypto';
import type { JsonObject } from '../../kernel/json.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { parseJson } from '../plain-fields.ts';
import type { ModelCall } from '../backend.ts';
import { pathOfCall } from '../protocols/index.ts';

/** Fields that name a session or user and change nothing of the reply. */
const NAMES_OF_CALLERS: ReadonlySet<string> = new Set([
  'metadata',
  'client_metadata',
  'user',
  'safety_identifier',
  'prompt_cache_key',
]);

/** Equal for calls that ask the same of the same model: SHA-256 of protocol, path and canonical request. */
export function replayKey({
  protocol,
  request,
  body,
}: Pick<ModelCall, 'protocol' | 'request' | 'body'>): string {
  return createHash('sha256')
    .update(`${protocol.name}\0${pathOfCall(protocol, request)}\0${comparable(body)}`)
    .digest('hex');
}

function comparable(body: string): string {
  const fields = Object.entries(parseJson(body) as JsonObject).filter(
    ([name]) => !NAMES_OF_CALLERS.has(name),
  );
  try {
    return canonicalJson(Object.fromEntries(fields));
  } catch (error) {
    // Nested deeper than the stack: such a request is only equal to itself.
    if (error instanceof RangeError) return body;
    throw error;
  }
}
