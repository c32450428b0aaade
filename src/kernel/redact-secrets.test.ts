import { expect, test } from 'vitest';
import { redactSecrets, SECRET_SHAPES, secretsIn } from './redact-secrets.ts';

// Put together here, so that nothing in this file has the shape of a key.
const LETTERS = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8cX0uF';
const HEX = '0123456789abcdef';
const letters = (count: number): string => LETTERS.repeat(9).slice(0, count);
const hex = (count: number): string => HEX.repeat(9).slice(0, count);
const upper = (count: number): string => 'ABCDEFGH234567KL'.repeat(5).slice(0, count);
const join = (...parts: readonly string[]): string => parts.join('');

/** By the documentation of those who issue them. */
const EXAMPLES: { readonly [shape: string]: string } = {
  'private-key': join(
    '-----BEGIN RSA PRIV',
    'ATE KEY-----\n',
    letters(60),
    '\n-----END RSA PRIV',
    'ATE KEY-----',
  ),
  'fulcrum-run-token': join('fulcrum-', 'run-', letters(32)),
  anthropic: join('sk-', 'ant-api03-', letters(90)),
  openrouter: join('sk-', 'or-v1-', hex(64)),
  openai: join('sk-', 'proj-', letters(48)),
  'aws-access-key-id': join('AK', 'IA', upper(16)),
  'aws-secret-access-key': letters(40),
  github: join('gh', 'p_', letters(36)),
  'github-fine-grained': join('github', '_pat_', letters(22), '_', letters(59)),
  gitlab: join('gl', 'pat-', letters(20)),
  'google-api-key': join('AI', 'za', letters(35)),
  'google-oauth-token': join('ya', '29.', letters(60)),
  'google-oauth-secret': join('GOC', 'SPX-', letters(28)),
  slack: join('xo', 'xb-', '123456789012-', letters(24)),
  'slack-app': join('xa', 'pp-1-', letters(30)),
  'slack-webhook': join('T00000000/B00000000/', letters(24)),
  stripe: join('sk', '_live_', letters(24)),
  'stripe-webhook': join('wh', 'sec_', letters(32)),
  twilio: join('S', 'K', hex(32)),
  sendgrid: join('S', 'G.', letters(22), '.', letters(43)),
  mailgun: join('ke', 'y-', hex(32)),
  npm: join('np', 'm_', letters(36)),
  pypi: join('py', 'pi-', letters(60)),
  rubygems: join('ruby', 'gems_', hex(48)),
  docker: join('dc', 'kr_pat_', letters(27)),
  'hugging-face': join('h', 'f_', letters(34)),
  replicate: join('r', '8_', letters(37)),
  groq: join('gs', 'k_', letters(52)),
  xai: join('xa', 'i-', letters(80)),
  perplexity: join('pp', 'lx-', letters(48)),
  digitalocean: join('do', 'p_v1_', hex(64)),
  databricks: join('da', 'pi', hex(32)),
  vault: join('hv', 's.', letters(24)),
  shopify: join('shp', 'at_', hex(32)),
  linear: join('lin', '_api_', letters(40)),
  atlassian: join('ATA', 'TT3', letters(60)),
  telegram: join('123456789', ':A', 'A', letters(33)),
  age: join('AGE-SEC', 'RET-KEY-1', upper(58)),
  'azure-storage': join(letters(86), '=='),
  'json-web-token': join('ey', 'J', letters(20), '.ey', 'J', letters(30), '.', letters(40)),
  authorization: letters(30),
  'password-in-address': 'hunter22',
};

/** What has to stand around those that have no shape of their own. */
const SETTINGS: { readonly [shape: string]: readonly [before: string, after: string] } = {
  'aws-secret-access-key': ['aws_secret_access_key = "', '"'],
  'slack-webhook': ['https://hooks.slack.com/services/', ' '],
  'azure-storage': ['AccountName=a;AccountKey=', ';'],
  authorization: ['Authorization: Bearer ', '\n'],
  'password-in-address': ['postgres://me:', '@host/db'],
};

test('every shape has an example here', () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(SECRET_SHAPES.toSorted());
  expect(SECRET_SHAPES.length).toBeGreaterThan(20);
});

test.for(Object.entries(EXAMPLES))('%s is taken out whole, and nothing around it', ([shape, secret]) => {
  const [before, after] = SETTINGS[shape] ?? ['key "', '" end'];
  const text = `x ${before}${secret}${after} y`;
  expect(redactSecrets(text, [])).toEqual({
    text: `x ${before}[redacted ${shape}]${after} y`,
    found: [shape],
  });
  expect(secretsIn(text, [])).toEqual([secret]);
});

test.for([
  'the skill of sk-learn, a task-oriented desk-top',
  'const hash = "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";',
  'https://example.org:8080/path@2x.png and me@example.org',
  '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----',
])('no secret: %s', (text) => {
  expect(redactSecrets(text, [])).toEqual({ text, found: [] });
});

test('a secret that is known goes wherever it stands; a word does not', () => {
  expect(redactSecrets('open-sesame, open-sesame', ['open-sesame', 'open'])).toEqual({
    text: '[redacted known], [redacted known]',
    found: ['known'],
  });
});
