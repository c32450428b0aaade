import type { Random } from 'fulcrum';

export const BITS = 20;

/** What a point of 20 bits is worth: more is better. */
export type Landscape = (point: number) => number;

/** Kinds of tasks: the first four are trained on, the other two are met only held out. */
export const FAMILIES = ['nk', 'satisfiability', 'cut', 'knapsack', 'trap', 'partition'] as const;

export type Family = (typeof FAMILIES)[number];

/** Draws one task of a family. */
export function drawLandscape(family: Family, random: Random): Landscape {
  switch (family) {
    case 'nk':
      return nk(random, 4);
    case 'satisfiability':
      return satisfiability(random, 85);
    case 'cut':
      return cut(random);
    case 'knapsack':
      return knapsack(random);
    case 'trap':
      return trap(random, 4);
    case 'partition':
      return partition(random);
  }
}

/** Each bit contributes by itself and by `others` more, from a table of random numbers (Kauffman and Levin 1987). */
function nk(random: Random, others: number): Landscape {
  const genes = positions().map((bit) => ({
    read: [bit, ...shuffled(positions(), random).filter((other) => other !== bit)].slice(0, others + 1),
    table: Array.from({ length: 2 ** (others + 1) }, () => random.next()),
  }));
  return (point) => {
    let sum = 0;
    for (const { read, table } of genes) {
      let index = 0;
      for (const bit of read) index = (index << 1) | ((point >> bit) & 1);
      sum += table[index]!;
    }
    return sum;
  };
}

/** Clauses of three literals that hold; at 4.26 clauses a variable about half of such formulas can be satisfied. */
function satisfiability(random: Random, clauses: number): Landscape {
  const drawn = Array.from({ length: clauses }, () => {
    let wanted = 0;
    let unwanted = 0;
    for (const bit of shuffled(positions(), random).slice(0, 3)) {
      if (random.chance(0.5)) wanted |= 1 << bit;
      else unwanted |= 1 << bit;
    }
    return { wanted, unwanted };
  });
  return (point) => {
    let holding = 0;
    for (const { wanted, unwanted } of drawn)
      if ((point & wanted) !== 0 || (~point & unwanted) !== 0) holding += 1;
    return holding;
  };
}

/** Weight of the edges between the two sides, in a graph that has each edge with probability one half. */
function cut(random: Random): Landscape {
  const edges: { readonly ends: number; readonly weight: number }[] = [];
  for (let left = 0; left < BITS; left += 1) {
    for (let right = left + 1; right < BITS; right += 1)
      if (random.chance(0.5)) edges.push({ ends: (1 << left) | (1 << right), weight: random.next() });
  }
  return (point) => {
    let sum = 0;
    for (const { ends, weight } of edges) {
      const side = point & ends;
      if (side !== 0 && side !== ends) sum += weight;
    }
    return sum;
  };
}

/** Value of what is packed; beyond half the weight of all, ten times the excess is taken off. */
function knapsack(random: Random): Landscape {
  const items = positions().map(() => ({ weight: 1 + random.next(), value: 1 + random.next() }));
  const capacity = items.reduce((sum, { weight }) => sum + weight, 0) / 2;
  return (point) => {
    let weight = 0;
    let value = 0;
    for (const [bit, item] of items.entries()) {
      if (((point >> bit) & 1) === 0) continue;
      weight += item.weight;
      value += item.value;
    }
    return value - 10 * Math.max(0, weight - capacity);
  };
}

/** Blocks that are best all ones and otherwise better the fewer ones they have (Deb and Goldberg 1993). */
function trap(random: Random, length: number): Landscape {
  const order = shuffled(positions(), random);
  const blocks = Array.from({ length: BITS / length }, (_, block) => ({
    bits: order.slice(block * length, (block + 1) * length),
    weight: 1 + random.next(),
  }));
  return (point) => {
    let sum = 0;
    for (const { bits, weight } of blocks) {
      const ones = bits.reduce((count, bit) => count + ((point >> bit) & 1), 0);
      sum += weight * (ones === length ? length : length - 1 - ones);
    }
    return sum;
  };
}

/** How evenly numbers are parted in two, on a logarithmic scale: each point's value has little to do with its neighbours'. */
function partition(random: Random): Landscape {
  const numbers = positions().map(() => random.next());
  return (point) => {
    let difference = 0;
    for (const [bit, number] of numbers.entries())
      difference += ((point >> bit) & 1) === 1 ? number : -number;
    return -Math.log(1e-4 + Math.abs(difference));
  };
}

function positions(): readonly number[] {
  return Array.from({ length: BITS }, (_, bit) => bit);
}

export function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}
