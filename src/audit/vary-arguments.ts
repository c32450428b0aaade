import type { Json } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';

/** Longest list or text that is made: a candidate is asked hundreds of these. */
const LONGEST = 200;

/**
 * Arguments near those that were asked: the same with one value somewhere at an edge, a step away, doubled, left out,
 * repeated or out of order.
 */
export function varyArguments(
  asked: readonly (readonly Json[])[],
  count: number,
  random: Random,
): readonly (readonly Json[])[] {
  if (asked.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const near = asked[index % asked.length]!;
    if (near.length === 0) return near;
    const place = random.below(near.length);
    return near.map((argument, position) => (position === place ? vary(argument, random) : argument));
  });
}

function vary(value: Json, random: Random): Json {
  if (typeof value === 'number') return varyNumber(value, random);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return varyText(value, random);
  if (value === null) return value;
  return isList(value) ? varyList(value, random) : varyObject(value, random);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function varyObject(value: { readonly [key: string]: Json }, random: Random): Json {
  const keys = Object.keys(value);
  if (keys.length === 0) return value;
  const key = random.pick(keys);
  return { ...value, [key]: vary(value[key]!, random) };
}

function varyNumber(value: number, random: Random): number {
  const whole = [0, 1, -1, value + 1, value - 1, -value, value * 2, Math.trunc(value / 2)];
  return random.pick(Number.isInteger(value) ? whole : [...whole, value + 0.5, value / 3]);
}

function varyText(value: string, random: Random): string {
  const cut = random.below(value.length + 1);
  return random
    .pick(['', ' ', value.slice(0, cut), value.slice(cut) + value.slice(0, cut), `${value}${value}`])
    .slice(0, LONGEST);
}

function varyList(value: readonly Json[], random: Random): Json {
  if (value.length === 0) return value;
  const place = random.below(value.length);
  const changed = value.map((item, index) => (index === place ? vary(item, random) : item));
  const shapes: readonly (() => readonly Json[])[] = [
    () => [],
    () => value.slice(0, 1),
    () => value.slice(0, place),
    () => [...value, value[place]!],
    () => value.toReversed(),
    () => value.map(() => value[place]!),
    () => changed,
    () => changed,
    () => changed,
  ];
  return [...random.pick(shapes)()].slice(0, LONGEST);
}
