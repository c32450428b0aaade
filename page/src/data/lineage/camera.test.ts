import { expect, test } from 'vitest';

import { fitted, moved, revealed, zoomed } from './camera.ts';

const RANGES = { xRange: [0, 1000], yRange: [-5, 5] } as const;
const SIZE = { width: 800, height: 400 };
const BOUNDS = { ranges: RANGES, size: SIZE };

test('the whole fits', () => {
  const { x, y, kx, ky } = fitted(RANGES, SIZE);
  expect((0 - x) * kx).toBeGreaterThan(0);
  expect((1000 - x) * kx).toBeLessThan(800);
  expect([(-5 - y) * ky, (5 - y) * ky]).toEqual([0, 400]);
});

test('zooming keeps the point under the pointer where it is', () => {
  const before = fitted(RANGES, SIZE);
  const around = { left: 300, top: 130 };
  const after = zoomed(before, 7, around, BOUNDS);
  expect(after.kx).toBeCloseTo(7 * before.kx);
  expect(after.x + 300 / after.kx).toBeCloseTo(before.x + 300 / before.kx);
  expect(after.y + 130 / after.ky).toBeCloseTo(before.y + 130 / before.ky);
  expect(zoomed(before, 7, around, BOUNDS, 'x').ky).toBe(before.ky);
});

test('nobody gets further away than the whole, nor past its edges', () => {
  const whole = fitted(RANGES, SIZE);
  expect(zoomed(whole, 0.2, { left: 10, top: 10 }, BOUNDS)).toEqual(whole);
  expect(moved(whole, { left: 500, top: -500 }, BOUNDS)).toEqual(whole);
  const near = zoomed(whole, 10, { left: 400, top: 200 }, BOUNDS);
  expect(moved(near, { left: 1e6, top: 1e6 }, BOUNDS)).toMatchObject({ x: whole.x, y: whole.y });
});

test('a point that is seen stays; one that is not comes into the middle', () => {
  const near = zoomed(fitted(RANGES, SIZE), 10, { left: 400, top: 200 }, BOUNDS);
  expect(revealed(near, { x: 500, y: 0 }, BOUNDS)).toBe(near);
  const there = revealed(near, { x: 200, y: -2 }, BOUNDS);
  expect((200 - there.x) * there.kx).toBeCloseTo(400);
  expect((-2 - there.y) * there.ky).toBeCloseTo(200);
});
