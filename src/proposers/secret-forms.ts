import { SHORTEST_KNOWN } from '../kernel/redact-secrets.ts';

/** The secrets in the forms in which they are usually written, longest first. */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_KNOWN).flatMap(formsOf);
  return [...new Set(forms)].toSorted((one, other) => other.length - one.length);
}

/** As it is, and as JSON, addresses, base64 and hexadecimal text have it; base64 wherever in a longer text it stands. */
function formsOf(secret: string): readonly string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const base64 = [0, 1, 2].map((offset) => middleInBase64(secret, offset));
  return [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The characters that do not depend on what stands before and after. */
function middleInBase64(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const text = bytes.toString('base64').replace(/=+$/, '');
  const end = bytes.length % 3 === 0 ? text.length : text.length - 1;
  return text.slice([0, 2, 3][offset], end);
}
