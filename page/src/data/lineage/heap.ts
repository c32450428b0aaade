/** A list that gives out its smallest item first. */
export interface Heap<Item> {
  readonly push: (item: Item) => void;
  readonly pop: () => Item | undefined;
  readonly least: () => Item | undefined;
}

/** A binary heap, ordered by `rank`. */
export function createHeap<Item>(rank: (item: Item) => number): Heap<Item> {
  const items: Item[] = [];
  const swap = (one: number, other: number): void => {
    [items[one], items[other]] = [items[other]!, items[one]!];
  };
  const isLess = (one: number, other: number): boolean => rank(items[one]!) < rank(items[other]!);
  return {
    push(item) {
      let at = items.push(item) - 1;
      for (let up = (at - 1) >> 1; at > 0 && isLess(at, up); up = (at - 1) >> 1) {
        swap(at, up);
        at = up;
      }
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ;) {
        const left = 2 * at + 1;
        const right = left + 1;
        const smaller = right < items.length && isLess(right, left) ? right : left;
        if (smaller >= items.length || !isLess(smaller, at)) return first;
        swap(at, smaller);
        at = smaller;
      }
    },
    least: () => items[0],
  };
}
