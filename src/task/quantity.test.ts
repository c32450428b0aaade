import { expect, test } from 'vitest';
import { byteSize, duration } from './quantity.ts';

test.each([
  ['512 MiB', 536_870_912],
  ['1kb', 1000],
  ['1 KiB', 1024],
  ['1.5 GiB', 1_610_612_736],
  ['2GB', 2_000_000_000],
  ['7 b', 7],
  [' 1 MB ', 1_000_000],
  [4096, 4096],
])('%j is %d bytes', (text, bytes) => {
  expect(byteSize.parse(text)).toBe(bytes);
});

test.each([
  ['90s', 90],
  ['15m', 900],
  ['8h', 28_800],
  ['2 d', 172_800],
  ['250ms', 0.25],
  ['0.5 H', 1800],
  [2.5, 2.5],
])('%j is %d seconds', (text, seconds) => {
  expect(duration.parse(text)).toBe(seconds);
});

const GARBAGE = [
  '',
  '12',
  'MiB',
  '-1 MiB',
  '-1s',
  '0 s',
  '0 b',
  '1.2.3 s',
  '1.2.3 b',
  '1 parsec',
  '1 constructor',
  '1e3 s',
  '1,5 h',
  0,
  -1,
];

test.each([...GARBAGE, Number.NaN, Infinity, null, true, {}, '1s', '0.3 b', 1.5, 2 ** 60])(
  '%j is no size',
  (value) => {
    const { error } = byteSize.safeParse(value);
    expect(error?.issues[0]?.message).toMatch(
      /^(expected a size such as "512 MiB"|is not a whole number of bytes)/,
    );
  },
);

test.each([...GARBAGE, Number.NaN, Infinity, null, true, {}, '1 MiB'])('%j is no time', (value) => {
  expect(duration.safeParse(value).error?.issues[0]?.message).toMatch(/^expected a time such as "90s"/);
});
