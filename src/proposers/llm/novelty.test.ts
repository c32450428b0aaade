import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { likeness, likenessToParent } from './novelty.ts';

it('counts what is shared over what there is', () => {
  // Padded by three in front and one behind, both have five shingles of four; the first three are the same.
  expect(likeness('a b c d', 'a b c e')).toBe(3 / 7);
  expect(likeness('a', 'b')).toBe(0);
});

it('white space within a line is nothing new, indentation is', () => {
  expect(likeness('if (x)  { y }', 'if(x){y}')).toBe(1);
  expect(likeness('if x:\n  y()\n  z()', 'if x:\n  y()\nz()')).toBeLessThan(1);
});

it('is symmetric, between 0 and 1, and 1 for a text and itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (left, right) => {
      const like = likeness(left, right);
      expect(like).toBe(likeness(right, left));
      expect(like).toBeGreaterThanOrEqual(0);
      expect(like).toBeLessThanOrEqual(1);
      expect(likeness(left, left)).toBe(1);
    }),
  );
});

it('a change of several files is as new as the newest of them; a new file is new', () => {
  const parent = { editable: () => ['a', 'b'], read: (path: string) => (path === 'c' ? null : 'x y z') };
  const same = { path: 'a', content: 'x y z' };
  expect(likenessToParent([same], parent)).toBe(1);
  expect(likenessToParent([same, { path: 'b', content: 'q' }], parent)).toBe(0);
  expect(likenessToParent([same, { path: 'c', content: 'q' }], parent)).toBe(0);
});
