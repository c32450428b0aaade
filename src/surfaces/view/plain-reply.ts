import { plainText } from '../../kernel/plain-text.ts';
import { redactSecrets } from '../../kernel/redact-secrets.ts';
import { shorten } from '../../kernel/shorten.ts';
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
 */
export function plainReply<Value>(value: Value): Value {
  const known = environmentSecrets(process.env);
  let left = MOST_CHARACTERS;
  const clean = (item: unknown, depth: number): unknown => {
    if (typeof item === 'string') {
      const text = plainCapped(item, Math.min(LONGEST_TEXT, Math.max(1, left)), known);
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

/** Cut before it is looked through, so that ten megabytes in one line cost no more than their beginning. */
export function plainCapped(text: string, limit: number, known: readonly string[] = []): string {
  const beginning = text.length > limit ? text.slice(0, limit + 1) : text;
  // Most texts are a word or a hash: too short for any secret, nothing hidden.
  if (beginning.length < SHORTEST_SECRET && PRINTABLE.test(beginning)) return beginning;
  return shorten(redactSecrets(plainText(beginning).text, known).text, limit);
}

const SHORTEST_SECRET = 8;
const PRINTABLE = /^[ -~]*$/;
