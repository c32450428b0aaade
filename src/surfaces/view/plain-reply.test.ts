import { expect, test } from 'vitest';
import { LOOKED_BEYOND } from '../../telemetry/content.ts';
import { plainCapped, plainReply } from './plain-reply.ts';

const LIMIT = 200;
const key = `sk-ant-${'a'.repeat(40)}`;
const known = 'correct-horse-battery';

test('a secret that the cut goes through leaves nothing of itself', () => {
  for (const [secret, part] of [
    [key, 'sk-'],
    [known, 'corr'],
  ] as const) {
    for (let before = LIMIT - secret.length - 2; before <= LIMIT + 2; before += 1) {
      const text = plainCapped(`${'x'.repeat(before)} ${secret} and on${' and on'.repeat(100)}`, LIMIT, [
        known,
      ]);
      expect(text.length).toBeLessThanOrEqual(LIMIT);
      expect(text).not.toContain(part);
      expect(text).toMatch(/…$/);
    }
  }
});

test('nor does one at the end of what is looked through, which comes close where much is hidden', () => {
  const hidden = '\u200b'.repeat(LIMIT + LOOKED_BEYOND - 12);
  const text = plainCapped(`seen${hidden}${key}${'x'.repeat(10_000)}`, LIMIT, []);
  expect(text).not.toContain('sk-');
  expect(text).toMatch(/…$/);
});

test('a text that fits stays as it is', () => {
  expect(plainCapped('x'.repeat(LIMIT), LIMIT, [])).toBe('x'.repeat(LIMIT));
  expect(plainCapped('seven77', LIMIT, [])).toBe('seven77');
  expect(plainCapped('seven77', 3, [])).toBe('se…');
});

test('the texts of a reply are bounded together', () => {
  const text = 'word '.repeat(4000);
  const reply = plainReply(Array.from({ length: 500 }, () => text));
  const total = reply.reduce((sum, one) => sum + one.length, 0);
  expect(reply[0]).toBe(text);
  expect(reply.at(-1)).toBe('…');
  expect(total).toBeLessThanOrEqual(4 * 1024 * 1024 + 500);
});
