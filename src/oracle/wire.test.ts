import { expect, test } from 'vitest';
import { freshNonce, parseReply, questionLine } from './wire.ts';

const NONCE = '0123456789abcdef01234567';

test('a nonce has 96 bits and is new each time', () => {
  const nonces = Array.from({ length: 100 }, freshNonce);
  expect(new Set(nonces).size).toBe(100);
  expect(nonces.every((nonce) => /^[0-9a-f]{24}$/.test(nonce))).toBe(true);
});

test('a question is nonce, kind and payload', () => {
  expect(questionLine(NONCE, 'call', '["a b"]')).toBe(`${NONCE} call ["a b"]`);
});

test.each(['done', 'value', 'threw', 'unfit'] as const)(
  'a reply of kind %s is taken apart and not looked into',
  (kind) => {
    expect(parseReply(`${NONCE} ${kind} {"a b": }`, NONCE)).toEqual({ kind, payload: '{"a b": }' });
  },
);

test.each([
  ['no nonce', 'value 1'],
  ['another nonce', `${NONCE.replace('0', '1')} value 1`],
  ['a part of the nonce', `${NONCE.slice(1)} value 1`],
  ['an unknown kind', `${NONCE} verdict 1`],
  ['no kind', `${NONCE} `],
  ['a kind without payload', `${NONCE} value`],
  ['the nonce alone', NONCE],
  ['nothing', ''],
])('%s is malformed', (_, line) => {
  expect(parseReply(line, NONCE).kind).toBe('malformed');
});
