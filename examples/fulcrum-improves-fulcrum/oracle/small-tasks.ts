import type { Random } from 'fulcrum';
import { readFormula, readList } from './arithmetic.ts';

/** Something small to search on: a text to begin with, and how wrong a text is. */
export interface SmallTask {
  readonly path: string;
  readonly start: string;
  /** At least 0, and 0 for a text that is right; null for one that is no answer. */
  readonly errorOf: (text: string) => number | null;
}

/** Draws one task of a kind. */
export type DrawTask = (random: Random) => SmallTask;

/** Kinds of tasks searched on where proposers may see the outcome. */
export const TRAINING_KINDS: readonly DrawTask[] = [
  (random) => {
    const [a, b, c] = [uniform(random), uniform(random), uniform(random)];
    return formulaTask('x', (x) => a + b * x + c * x ** 2, random);
  },
  (random) => {
    const [from, low, high] = [0.5 * uniform(random), uniform(random), uniform(random)];
    return formulaTask('x', (x) => (x < from ? low : high * x), random);
  },
  tour,
];

/** Kinds met held out only. */
export const HELD_OUT_KINDS: readonly DrawTask[] = [
  (random) => {
    const [a, b] = [uniform(random), uniform(random)];
    return formulaTask('x, y', (x, y) => a * x * y + b * y, random);
  },
  (random) => {
    const [a, b] = [uniform(random), 0.5 + random.next()];
    return formulaTask('x, y', (x, y) => a * Math.max(x, b * y), random);
  },
  coefficients,
];

const POINTS = 24;

/** A formula of some names to be found from 24 points. The error is the mean squared one, in variances. */
function formulaTask(names: string, target: (...values: number[]) => number, random: Random): SmallTask {
  const count = names.split(', ').length;
  const points = Array.from({ length: POINTS }, () =>
    Array.from({ length: count }, () => 2 * uniform(random)),
  );
  const wanted = points.map((point) => target(...point));
  const mean = wanted.reduce((sum, value) => sum + value, 0) / POINTS;
  const variance = wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / POINTS;
  const typed = names.replaceAll(/\w+/g, '$&: number');
  return {
    path: 'formula.ts',
    start: `export function formula(${typed}): number {\n  return 0.5 * ${names.split(', ').join(' + ')};\n}\n`,
    errorOf: (text) => {
      const formula = readFormula(text);
      if (formula === null) return null;
      const squares = points.reduce((sum, point, index) => sum + (formula(point) - wanted[index]!) ** 2, 0);
      return Number.isFinite(squares) ? squares / POINTS / (variance + 1e-9) : null;
    },
  };
}

const CITIES = 10;

/** A round trip through some points of the unit square. The error is its length beyond the shortest one, as a share. */
function tour(random: Random): SmallTask {
  const cities = Array.from({ length: CITIES }, () => [random.next(), random.next()] as const);
  const distance = (from: number, to: number): number =>
    Math.hypot(cities[from]![0] - cities[to]![0], cities[from]![1] - cities[to]![1]);
  const shortest = shortestTour(distance);
  return {
    path: 'order.ts',
    start: `export const order: number[] = [${cities.map((_, city) => city).join(', ')}];\n`,
    errorOf: (text) => {
      const order = readList(text);
      if (order?.length !== CITIES || new Set(order).size !== CITIES) return null;
      if (order.some((city) => city < 0 || city >= CITIES)) return null;
      const length = order.reduce(
        (sum, city, index) => sum + distance(city, order[(index + 1) % CITIES]!),
        0,
      );
      return Math.max(0, length / shortest - 1);
    },
  };
}

/** By dynamic programming over sets of cities (Held and Karp 1962). */
export function shortestTour(distance: (from: number, to: number) => number, cities = CITIES): number {
  const rest = cities - 1;
  const best = Array.from({ length: 2 ** rest }, () => new Float64Array(rest).fill(Infinity));
  for (let city = 0; city < rest; city += 1) best[1 << city]![city] = distance(0, city + 1);
  for (let visited = 1; visited < 2 ** rest; visited += 1) {
    for (let last = 0; last < rest; last += 1) {
      const sofar = best[visited]![last]!;
      if (sofar === Infinity) continue;
      for (let next = 0; next < rest; next += 1) {
        if ((visited >> next) & 1) continue;
        const extended = best[visited | (1 << next)]!;
        extended[next] = Math.min(extended[next]!, sofar + distance(last + 1, next + 1));
      }
    }
  }
  return Math.min(...best.at(-1)!.map((length, last) => length + distance(last + 1, 0)));
}

const COEFFICIENTS = 8;

/** Whole numbers to be found from what they weigh together. The error is the mean squared one, in variances. */
function coefficients(random: Random): SmallTask {
  const hidden = Array.from({ length: COEFFICIENTS }, () => random.below(21) - 10);
  const rows = Array.from({ length: 2 * COEFFICIENTS }, () => hidden.map(() => uniform(random)));
  const weigh = (list: readonly number[]): readonly number[] =>
    rows.map((row) => row.reduce((sum, weight, index) => sum + weight * list[index]!, 0));
  const wanted = weigh(hidden);
  const scale = wanted.reduce((sum, value) => sum + value ** 2, 0) + 1e-9;
  return {
    path: 'coefficients.ts',
    start: `export const coefficients: number[] = [${hidden.map(() => 1).join(', ')}];\n`,
    errorOf: (text) => {
      const list = readList(text);
      if (list?.length !== COEFFICIENTS) return null;
      return weigh(list).reduce((sum, value, index) => sum + (value - wanted[index]!) ** 2, 0) / scale;
    },
  };
}

function uniform(random: Random): number {
  return 2 * random.next() - 1;
}
