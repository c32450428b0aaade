import { webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { inputRandom } from './input-random.ts';

const draw = (count: number, ...of: Parameters<typeof inputRandom>): readonly number[] => {
  const random = inputRandom(...of);
  return Array.from({ length: count }, () => random.next());
};

/** The same stream by another implementation, the Web Cryptography API, and whole-number arithmetic. */
async function reference(count: number, seed: string, message: string): Promise<readonly number[]> {
  const { subtle } = webcrypto;
  const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
  const hmac = await subtle.importKey('raw', encode(seed), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const digest = await subtle.sign('HMAC', hmac, encode(message));
  const key = await subtle.importKey('raw', digest, 'AES-CTR', false, ['encrypt']);
  const counter = new Uint8Array(16);
  const stream = await subtle.encrypt(
    { name: 'AES-CTR', counter, length: 128 },
    key,
    new Uint8Array(count * 8),
  );
  const view = new DataView(stream);
  return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(index * 8) >> 11n) / 2 ** 53);
}

test('the stream is AES-256-CTR keyed by HMAC-SHA-256 of label, check and part, across block borders', async () => {
  const message = '["candidate-7","small",""]';
  expect(draw(2000, 'seed', 'candidate-7', 'small')).toEqual(await reference(2000, 'seed', message));
});

test('every part of the name makes another stream', () => {
  const streams = [
    draw(4, 'seed', 'a', 'b'),
    draw(4, 'other', 'a', 'b'),
    draw(4, 'seed', 'b', 'a'),
    draw(4, 'seed', 'a', 'c'),
    draw(4, 'seed', 'a', 'b', 'part'),
    draw(4, 'seed', 'a","b', ''),
  ];
  expect(new Set(streams.map((stream) => stream.join())).size).toBe(streams.length);
});

test('draws are uniform: chi-squared over 64 cells of 64,000 draws lies below its 99.99 % quantile', () => {
  const cells = Array.from({ length: 64 }, () => 0);
  const values = draw(64_000, 'uniform', 'inputs', 'check');
  for (const value of values) cells[Math.floor(value * 64)]! += 1;
  const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 63 degrees of freedom: Wilson & Hilferty (1931) give 63 (1 - 2/567 + 3.719 sqrt(2/567))^3 = 113.5.
  expect(chiSquared).toBeLessThan(113.5);
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
});
