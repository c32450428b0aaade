/**
 * Says how much an item likes a bin: the bin with the highest score gets it, the earliest one where scores are equal.
 *
 * @param item size of the item
 * @param space room left in the bin before the item goes in; an empty bin has room for the whole capacity
 */
export function score(item: number, space: number): number {
  return -(space - item);
}
