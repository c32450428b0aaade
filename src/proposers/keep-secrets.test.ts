import { expect, test } from 'vitest';
import type { Proposal, Proposer } from '../kernel/contracts/proposer.ts';
import { keepSecrets } from './keep-secrets.ts';
import { secretForms } from './secret-forms.ts';
import { requestFor } from './testing/request.ts';

const SECRET = 'canary "key" +/ 0123456789';
const KNOWN = secretForms([SECRET, 'short']);

function handed(proposal: Proposal): Promise<Proposal> {
  const proposer: Proposer = {
    id: 'any',
    trusted: false,
    start: () => null,
    observe: () => null,
    propose: () => Promise.resolve(proposal),
  };
  return keepSecrets(proposer, KNOWN).propose(requestFor({ 'a.ts': 'old' }));
}

const provenance = { proposer: 'any', operator: 'any', summary: 'a short change' };
const edit = (content: string, summary = ''): Proposal => ({
  kind: 'edit',
  edits: [{ path: 'a.ts', content }],
  provenance: { ...provenance, summary },
});

const WRITTEN: readonly (readonly [string, string])[] = [
  ['as it is', SECRET],
  ['as JSON', JSON.stringify(SECRET)],
  ['in an address', `https://example.test/?key=${encodeURIComponent(SECRET)}`],
  ['as hexadecimal text', Buffer.from(SECRET).toString('hex')],
  ...['', 'a', 'ab', 'abc'].map(
    (before) =>
      [
        `as base64 after ${before.length} bytes`,
        Buffer.from(`${before}${SECRET}and more`).toString('base64'),
      ] as const,
  ),
  ['as base64url', Buffer.from(`user:${SECRET}`).toString('base64url')],
];

test.each(WRITTEN)('a change that holds a secret %s is none, and no word of it is kept', async (_, text) => {
  const refused = await handed(edit(`const key = '${text}';`, `it is ${text} now`));
  expect(refused).toMatchObject({ kind: 'nothing', provenance: { proposer: 'any' } });
  expect(JSON.stringify(refused)).not.toContain('canary');
  expect(KNOWN.some((form) => JSON.stringify(refused).includes(form))).toBe(false);
  expect(await handed({ kind: 'nothing', reason: `failed: ${text}` })).not.toMatchObject({
    reason: expect.stringContaining(text),
  });
});

test('a secret that was cut in two is taken out as far as it goes', async () => {
  const cut = `the key is ${SECRET.slice(0, 15)}…`;
  expect(await handed({ kind: 'nothing', reason: cut })).toEqual({
    kind: 'nothing',
    reason: 'the key is [redacted known]…',
  });
});

test('what holds no secret stays as it is', async () => {
  const proposal = edit('const short = 1;', 'shorter');
  expect(await handed(proposal)).toEqual(proposal);
  expect(await handed({ kind: 'nothing', reason: 'canary' })).toEqual({ kind: 'nothing', reason: 'canary' });
});
