import { expect, test } from 'vitest';
import { MAXIMUM_SLOTS, createSlots, firstSlotUser } from './slots.ts';

const ALL_USERS = '         0          0 4294967295\n';
const CONTAINER = '         0     100000      65536\n';

test('users of neighbouring launchers do not overlap and stay positive 32 bit numbers', () => {
  expect(firstSlotUser(8, ALL_USERS) - firstSlotUser(7, ALL_USERS)).toBe(MAXIMUM_SLOTS);
  const largestProcess = 2 ** 22;
  expect(firstSlotUser(largestProcess, ALL_USERS) + MAXIMUM_SLOTS).toBeLessThan(2 ** 31);
});

test('in a container of 65536 users the slots are among them', () => {
  for (const launcher of [1, 399, 400, 4_194_304]) {
    const first = firstSlotUser(launcher, CONTAINER);
    expect(first).toBeGreaterThan(0);
    expect(first + MAXIMUM_SLOTS).toBeLessThan(65_534);
  }
});

test('a slot is in use once, and one too many is refused', () => {
  const slots = createSlots(2);
  expect(new Set([slots.take(), slots.take()])).toEqual(new Set([0, 1]));
  expect(() => slots.take()).toThrow('FULCRUM_E_SANDBOX_SLOTS');
  slots.free(1);
  expect(slots.take()).toBe(1);
});
