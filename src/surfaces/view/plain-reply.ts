import { plainText } from '../../kernel/plain-text.ts';
import { redactSecrets, SHORTEST_KNOWN } from '../../kernel/redact-secrets.ts';
import { shorten } from '../../kernel/shorten.ts';
import { LOOKED_BEYOND } from '../../telemetry/content.ts';
import { environmentSecrets } from '../environment-secrets.ts';

/** Of one text in a reply, in UTF-16 units. */
const LONGEST_TEXT = 20_000;
const MOST_ITEMS = 2000;
const DEEPEST = 24;
/** All texts of a reply together. */
const MOST_CHARACTERS = 4 * 2 ** 20;

/**
 * A value as it may leave the server, whoever wrote what is in it: every text without control characters, secrets and
 * excess, lists and depths bounded. Numbers, names of fields and shape stay.
 *
 * @param longest of one text, in UTF-16 units
 */
export function plainReply<Value>(value: Value, longest = LONGEST_TEXT): Value {
  const known = environmentSecrets(process.env);
  let left = MOST_CHARACTERS;
  const clean = (item: unknown, depth: number): unknown => {
    if (typeof item === 'string') {
      if (left <= 0) return item === '' ? '' : '…';
      const text = plainCapped(item, Math.min(longest, left), known);
      left -= text.length;
      return text;
    }
    if (typeof item === 'number') return Number.isFinite(item) ? item : null;
    if (typeof item !== 'object' || item === null) return item;
    if (depth >= DEEPEST) return '…';
    if (Array.isArray(item)) return item.slice(0, MOST_ITEMS).map((one) => clean(one, depth + 1));
    const fields = Object.entries(item).slice(0, MOST_ITEMS);
    return Object.fromEntries(
      fields.map(([name, field]) => [plainCapped(name, 200, known), clean(field, depth + 1)]),
    );
  };
  return clean(value, 0) as Value;
}

/**
 * One text as it may leave the server, cut to `limit`. Only a beginning is looked through, so that ten megabytes in one
 * line cost little, but one that reaches beyond the cut: a secret that the cut goes through is found in whole.
 *
 * @param known secrets taken out whatever shape they have
 */
export function plainCapped(text: string, limit: number, known: readonly string[]): string {
  // Most texts are a word or a hash: too short for any secret, nothing hidden.
  if (text.length <= limit && text.length < SHORTEST_KNOWN && PRINTABLE.test(text)) return text;
  const near = text.slice(0, limit + LOOKED_BEYOND);
  const clean = redactSecrets(plainText(near).text, known).text;
  if (near.length === text.length) return shorten(clean, limit);
  // Where much was taken out, the far end comes close: a secret may be cut in two there as well.
  return shorten(`${clean.slice(0, -FAR_END)}…`, limit);
}

const FAR_END = LOOKED_BEYOND / 2;
const PRINTABLE = /^[ -~]*$/;
