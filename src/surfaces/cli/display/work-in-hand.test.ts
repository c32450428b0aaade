import { expect, test } from 'vitest';
import { createWorkInHand } from './work-in-hand.ts';

test('names a few with the time they take, and forgets what is decided', () => {
  const work = createWorkInHand();
  work.note(8, 'proposing', 0);
  work.note(7, 'judging', 4000);
  work.note(6, 'judged', 0);
  expect(work.text(4500, 80)).toBe('#6 judged, #7 judging, #8 proposing 4.5 s');
  work.settle(7);
  expect(work.text(4500, 80)).toBe('#8 proposing 4.5 s');
  work.settle(Infinity);
  expect(work.text(4500, 80)).toBe('');
});

test('counts many, and tells which has taken longest', () => {
  const work = createWorkInHand();
  for (const number of [1, 2, 3]) work.note(number, 'judging', 5000);
  for (const number of [4, 5]) work.note(number, 'proposing', 3000);
  expect(work.text(5000, 80)).toBe('2 proposing, 3 judging, longest #4 proposing 2.0 s');
  expect(work.text(5000, 16)).toBe('2 proposing, 3 …');
});
