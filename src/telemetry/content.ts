import { plainText } from '../kernel/plain-text.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';

/** Characters of the longest attribute. */
export const LONGEST_VALUE = 16_384;
const LONGEST_NAME = 100;

/** Words of agents and models as they may leave: without secrets and hidden characters, and not without end. */
export function wordsOf(text: string): string {
  return shortened(text, LONGEST_VALUE);
}

/** A name that an agent or a model chose, in one line. */
export function nameOf(text: string): string {
  return shortened(text.slice(0, LOOKED_BEYOND).replaceAll(/\s+/g, ' '), LONGEST_NAME);
}

/** What lies far behind the cut is not looked at; a secret that the cut goes through is. */
export const LOOKED_BEYOND = 8192;

function shortened(text: string, limit: number): string {
  const near = text.slice(0, limit + LOOKED_BEYOND);
  return redactSecrets(plainText(near).text, []).text.slice(0, limit).toWellFormed();
}
