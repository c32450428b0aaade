import { score } from './rule.ts';

/**
 * What the rule says of every item against every room left, up to a capacity: one row an item, one column a room,
 * starting with a room of 1. Rooms the item does not fit in hold null.
 */
export function table(items: readonly number[], capacity: number): (number | null)[][] {
  return items.map((item) =>
    Array.from({ length: capacity }, (_, index) => (index + 1 < item ? null : score(item, index + 1))),
  );
}
