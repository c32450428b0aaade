/** The first and the last of a long list, with how many lie between. */
export interface Excerpt<Item> {
  readonly first: readonly Item[];
  readonly omitted: number;
  readonly last: readonly Item[];
}

export interface ExcerptRecorder<Item> {
  readonly add: (item: Item) => void;
  readonly excerpt: () => Excerpt<Item>;
}

/** Keeps the first and the last `limit` items of a stream of any length. */
export function createExcerpt<Item>(limit: number): ExcerptRecorder<Item> {
  const first: Item[] = [];
  const ring: Item[] = [];
  let later = 0;
  return {
    add(item) {
      if (first.length < limit) {
        first.push(item);
        return;
      }
      ring[later % limit] = item;
      later += 1;
    },
    excerpt() {
      const start = later > limit ? later % limit : 0;
      const last = [...ring.slice(start), ...ring.slice(0, start)];
      return { first: [...first], omitted: later - last.length, last };
    },
  };
}

/** An excerpt of a list that is already there. */
export function excerptOf<Item>(items: readonly Item[], limit: number): Excerpt<Item> {
  const recorder = createExcerpt<Item>(limit);
  for (const item of items) recorder.add(item);
  return recorder.excerpt();
}

/** All items an excerpt still holds, in order. */
export function excerptItems<Item>(excerpt: Excerpt<Item>): readonly Item[] {
  return [...excerpt.first, ...excerpt.last];
}
