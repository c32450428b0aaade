import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A token for one run: worth nothing anywhere but at the meter it was made for, and nothing once that is closed. */
export function createRunToken(): string {
  return `fulcrum-run-${randomBytes(24).toString('base64url')}`;
}

/** What a request shows where the clients of its protocol put their key. */
export function presentedTokens({ headers }: IncomingMessage): readonly string[] {
  const bearer = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
  return [headers['x-api-key'], headers['x-goog-api-key'], bearer].filter(
    (given) => typeof given === 'string',
  );
}

/** True when the request carries the token where its protocol's clients put their key. */
export function carriesToken(incoming: IncomingMessage, token: string): boolean {
  return presentedTokens(incoming).some((given) => isSame(given, token));
}

/** True for equal texts; takes as long for a near miss as for any other. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
