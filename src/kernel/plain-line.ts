import { plainText } from './plain-text.ts';
import { redactSecrets } from './redact-secrets.ts';
import { shorten } from './shorten.ts';

/**
 * What a program or a model wrote, as one line for the ledger: nothing in it that cannot be seen, no secret, at most
 * `maximum` UTF-16 units.
 *
 * @param secrets taken out whatever shape they have
 */
export function plainLine(text: string, maximum: number, secrets: readonly string[] = []): string {
  const line = redactSecrets(plainText(text).text, secrets).text.replaceAll(/\s+/g, ' ').trim();
  return shorten(line, maximum);
}
