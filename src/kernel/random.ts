/** A stream of pseudo-random numbers. The same seed gives the same stream on every machine. */
export interface Random {
  /** A float in [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, bound). */
  readonly below: (bound: number) => number;
  /** One element, each equally likely. Throws a RangeError on an empty list. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  /** A standard normal deviate (Box & Muller 1958). */
  readonly normal: () => number;
}

/**
 * A stream for search decisions, seeded by a text: sfc32 (Doty-Humphrey, PractRand), its counter started at 1 and its
 * other three words filled by a 32-bit FNV-1a hash with murmur3's finalizer, each from a start of its own. Not for secrets: inputs that a candidate must not guess come
 * from the oracle's own generator.
 */
export function createRandom(seed: string): Random {
  let a = hash(seed, 0x9e3779b9);
  let b = hash(seed, 0x243f6a88);
  let c = hash(seed, 0xb7e15162);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) draw();
  return randomFrom(() => (draw() * 2 ** 21 + (draw() >>> 11)) / 2 ** 53);
}

/** Builds the derived draws of a {@link Random} over any source of uniform floats in [0, 1). */
export function randomFrom(next: () => number): Random {
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick: the list is empty');
      return items[below(items.length)]!;
    },
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** The seed of a part of a run: the same parts always name the same stream, different parts independent ones. */
export function deriveSeed(seed: string, ...parts: readonly (string | number)[]): string {
  return [seed, ...parts].map((part) => String(part).replace(/[\\/]/g, '\\$&')).join('/');
}

function hash(text: string, start: number): number {
  let state = start;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}
