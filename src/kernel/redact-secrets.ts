/** A text without its secrets. */
export interface Redacted {
  readonly text: string;
  /** Name of the shape of each secret taken out, in the order of the shapes. */
  readonly found: readonly string[];
}

interface SecretShape {
  readonly name: string;
  readonly pattern: RegExp;
}

/** The keys may be followed by anything but a character of their own alphabet, so that no half of one stays. */
const SHAPES: readonly SecretShape[] = [
  shape(
    'private-key',
    /-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----|\\{0,8}")[\s\S]){0,65536}(?:-----END [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----)?/g,
  ),
  shape('fulcrum-run-token', /\bfulcrum-run-[\w-]{20,}/g),
  shape('anthropic', /\bsk-ant-[\w-]{16,}/g),
  shape('openrouter', /\bsk-or-(?:v\d-)?[\w-]{16,}/g),
  shape('openai', /\bsk-(?!ant-|or-)[\w-]{20,}/g),
  shape('aws-access-key-id', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g),
  // The name goes before the value in files, environments and JSON alike.
  shape(
    'aws-secret-access-key',
    /(?<=aws_?(?:secret_?)?(?:access_?)?key[\\"'\s]{0,4}[:=][\\"'\s]{0,4})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  ),
  shape('github', /\bgh[pousr]_[A-Za-z0-9]{20,}/g),
  shape('github-fine-grained', /\bgithub_pat_\w{20,}/g),
  shape('gitlab', /\bgl(?:pat|dt|rt|cbt|ptt|oas|soat|agent)-[\w-]{16,}/g),
  shape('google-api-key', /\bAIza[\w-]{35}/g),
  shape('google-oauth-token', /\bya29\.[\w-]{20,}/g),
  shape('google-oauth-secret', /\bGOCSPX-[\w-]{20,}/g),
  shape('slack', /\bxox[abeoprs]-[\w-]{10,}/g),
  shape('slack-app', /\bxapp-\d-[\w-]{10,}/g),
  shape('slack-webhook', /(?<=hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{20,}/g),
  shape('stripe', /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/g),
  shape('stripe-webhook', /\bwhsec_[A-Za-z0-9+/=]{20,}/g),
  shape('twilio', /\bSK[0-9a-f]{32}\b/g),
  shape('sendgrid', /\bSG\.[\w-]{16,}\.[\w-]{16,}/g),
  shape('mailgun', /\bkey-[0-9a-f]{32}\b/g),
  shape('npm', /\bnpm_[A-Za-z0-9]{30,}/g),
  shape('pypi', /\bpypi-[\w-]{50,}/g),
  shape('rubygems', /\brubygems_[0-9a-f]{40,}/g),
  shape('docker', /\bdckr_[a-z]{3}_[\w-]{20,}/g),
  shape('hugging-face', /\bhf_[A-Za-z0-9]{30,}/g),
  shape('replicate', /\br8_[A-Za-z0-9]{30,}/g),
  shape('groq', /\bgsk_[A-Za-z0-9]{40,}/g),
  shape('xai', /\bxai-[A-Za-z0-9]{40,}/g),
  shape('perplexity', /\bpplx-[A-Za-z0-9]{40,}/g),
  shape('digitalocean', /\bdo[opr]_v1_[0-9a-f]{40,}/g),
  shape('databricks', /\bdapi[0-9a-f]{32}(?:-\d)?\b/g),
  shape('vault', /\bhv[sbr]\.[\w-]{20,}/g),
  shape('shopify', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g),
  shape('linear', /\blin_(?:api|oauth)_[A-Za-z0-9]{30,}/g),
  shape('atlassian', /\bATATT3[\w=-]{50,}/g),
  shape('telegram', /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  shape('age', /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g),
  shape('azure-storage', /(?<=AccountKey=)[A-Za-z0-9+/]{80,}={0,2}/g),
  shape('json-web-token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g),
  shape(
    'authorization',
    /(?<=authorization[\\"'\s]{0,4}[:=][\\"'\s]{0,4}(?:bearer|basic|token) {1,4})[\w.~+/=-]{12,}/gi,
  ),
  shape(
    'password-in-address',
    /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'\\]{0,128}:)[^\s/:@"'\\]{3,256}(?=@)/gi,
  ),
];

function shape(name: string, pattern: RegExp): SecretShape {
  return { name, pattern };
}

/** Values shorter than this are words, not secrets; taking them out would tell more than it hides. */
export const SHORTEST_KNOWN = 8;

/**
 * Takes out known secrets, and whatever has the shape of one of some forty sorts of keys. What stands in its place names
 * the sort and can stand inside JSON. Each shape takes time linear in the text.
 */
export function redactSecrets(text: string, known: readonly string[]): Redacted {
  const found: string[] = [];
  let clean = text;
  for (const secret of known) {
    if (secret.length < SHORTEST_KNOWN || !clean.includes(secret)) continue;
    found.push('known');
    clean = clean.replaceAll(secret, '[redacted known]');
  }
  for (const { name, pattern } of SHAPES) {
    clean = clean.replace(pattern, () => {
      found.push(name);
      return `[redacted ${name}]`;
    });
  }
  return { text: clean, found };
}

/** The secrets themselves, as they stand in the text. */
export function secretsIn(text: string, known: readonly string[]): readonly string[] {
  const held = known.filter((secret) => secret.length >= SHORTEST_KNOWN && text.includes(secret));
  return [...held, ...SHAPES.flatMap(({ pattern }) => text.match(pattern) ?? [])];
}

/** Names of all shapes that are looked for. */
export const SECRET_SHAPES: readonly string[] = SHAPES.map(({ name }) => name);
