import type { Json, JsonObject } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import type { CheckOutcome } from './define.ts';

const LONGEST_REASON = 500;
const LONGEST_EVIDENCE = 16 * 1024;

/** What a check returned, made fit for the record. */
export interface SoundOutcome {
  readonly status: 'pass' | 'fail';
  readonly metrics: { readonly [metric: string]: number };
  readonly reason: string | null;
  readonly evidence: Json;
  /** The figure by item, where the check tells; null elsewhere. */
  readonly items: readonly number[] | null;
}

/**
 * Looks at what a check returned. A metric that is no finite number fails the candidate.
 *
 * @throws TypeError when it is no outcome at all: the check is wrong, not the candidate
 */
export function soundOutcome(returned: CheckOutcome): SoundOutcome {
  const outcome: unknown = returned;
  if (!isRecord(outcome)) throw new TypeError(`it returned ${String(outcome)}, which is no outcome`);
  if (outcome['status'] !== 'pass' && outcome['status'] !== 'fail') {
    throw new TypeError('it returned a status that is neither "pass" nor "fail"');
  }
  if (outcome['status'] === 'fail' && typeof outcome['reason'] !== 'string') {
    throw new TypeError('it returned a failure without a reason');
  }
  const metrics = outcome['metrics'] ?? {};
  if (!isRecord(metrics)) throw new TypeError('it returned metrics that are not an object');
  const evidence = recordedEvidence(outcome['evidence']);
  const sound = Object.entries(metrics).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  );
  const unsound = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  const faults = unsound === undefined ? null : `the metric "${unsound[0]}" is ${String(unsound[1])}`;
  const reason = outcome['status'] === 'fail' ? recordedReason(String(outcome['reason'])) : faults;
  const status = reason === null ? 'pass' : 'fail';
  return {
    status,
    metrics: Object.fromEntries(sound),
    reason,
    evidence,
    items: soundItems(outcome['items']),
  };
}

function soundItems(items: unknown): readonly number[] | null {
  if (items === undefined) return null;
  if (Array.isArray(items) && items.length > 0 && items.every((item) => Number.isFinite(item))) return items;
  throw new TypeError('it returned items that are not a list of finite numbers');
}

/** Reasons quote candidates, and candidates may hold keys. */
function recordedReason(reason: string): string {
  return redactSecrets(reason.slice(0, LONGEST_EVIDENCE), []).text.slice(0, LONGEST_REASON);
}

/**
 * Evidence as the ledger can hold it: numbers JSON lacks become text, what has the shape of a key is taken out, and what is
 * too long is cut and says so.
 */
function recordedEvidence(evidence: unknown): Json {
  const plain = recordable(evidence ?? null, 0);
  const text = canonicalJson(plain);
  const clean = redactSecrets(text.slice(0, 2 * LONGEST_EVIDENCE), []);
  if (text.length > LONGEST_EVIDENCE) {
    return { truncated: clean.text.slice(0, LONGEST_EVIDENCE), length: text.length };
  }
  return clean.found.length === 0 ? plain : (JSON.parse(clean.text) as Json);
}

function recordable(value: unknown, depth: number): Json {
  if (depth > 64) throw new TypeError('its evidence is nested too deep');
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => recordable(item, depth + 1));
  if (!isRecord(value)) throw new TypeError(`its evidence holds a ${typeof value}`);
  const fields: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, recordable(item, depth + 1)]),
  );
  return fields;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
