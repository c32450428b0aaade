import type * as fc from 'fast-check';
import type { Json } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import type { Range, Shape } from './input-shape.ts';
import { fits } from './input-shape.ts';
import type { Arguments } from './inputs.ts';
import type { Literal } from './literals.ts';
import { argumentsArbitrary } from './shape-arbitrary.ts';

/**
 * What to draw so that each literal stands wherever it fits, first itself, then what lies beside it, then many of them
 * together. At most `most`; each group that does not fit is sampled by `random`.
 */
export function probeArbitraries(
  shapes: readonly Shape[],
  literals: readonly Literal[],
  random: Random,
  most: number,
): readonly fc.Arbitrary<Arguments>[] {
  const exact = literals.flatMap(readings);
  if (exact.length === 0) return [];
  const near = literals.flatMap(neighbours);
  const together = shapes.map((shape) => mixedWith(shape, [...exact, ...near]));
  const placed = [
    ...sample(placementsOf(shapes, exact), random, Math.ceil(most / 2)),
    ...sample(placementsOf(shapes, near), random, Math.ceil(most / 4)),
  ];
  const mixed = Array.from({ length: Math.min(4 * exact.length, most - placed.length) }, () => together);
  return [...placed, ...mixed].slice(0, most).map((probe) => argumentsArbitrary(probe, { size: null }));
}

/** What code that holds a literal may compare with it. */
function readings(literal: Literal): readonly Json[] {
  if (typeof literal === 'number') return [literal, -literal, String(literal)];
  const number = literal.trim() === '' ? NaN : Number(literal);
  return [literal, ...(Number.isFinite(number) ? [number] : []), ...structureIn(literal)];
}

/** The list or object a text stands for as JSON. */
function structureIn(text: string): readonly Json[] {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}

function neighbours(literal: Literal): readonly Json[] {
  if (typeof literal === 'number') return [literal - 1, literal + 1];
  return literal === '' ? [] : [`${literal} `, literal.slice(0, -1), literal.toUpperCase()];
}

function placementsOf(shapes: readonly Shape[], values: readonly Json[]): readonly (readonly Shape[])[] {
  return values.flatMap((value) =>
    shapes.flatMap((shape, index) => placements(shape, value).map((placed) => shapes.with(index, placed))),
  );
}

/** The shape narrowed in every way in which the value is part of it. */
function placements(shape: Shape, value: Json): readonly Shape[] {
  const whole: readonly Shape[] = fits(shape, value) ? [{ values: [value] }] : [];
  return [...whole, ...partsHolding(shape, value)];
}

function partsHolding(shape: Shape, value: Json): readonly Shape[] {
  if ('text' in shape) {
    const { text } = shape;
    const within = typeof value === 'string' && value !== '' && text.length[1] > [...value].length;
    const allowed =
      within && (text.alphabet === null || [...value].every((one) => text.alphabet!.includes(one)));
    return [
      ...lengths(text.length, value).map((length) => ({ text: { ...text, length } })),
      ...(allowed ? [{ text: { ...text, including: value } }] : []),
    ];
  }
  if ('list' in shape) {
    const { list } = shape;
    const holding = list.length[1] === 0 ? [] : placements(list.of, value);
    return [
      ...lengths(list.length, value).map((length) => ({ list: { ...list, length } })),
      ...holding.map((including) => ({ list: { ...list, including } })),
    ];
  }
  if ('tuple' in shape)
    return shape.tuple.flatMap((part, index) =>
      placements(part, value).map((placed) => ({ tuple: shape.tuple.with(index, placed) })),
    );
  if ('object' in shape)
    return Object.entries(shape.object).flatMap(([name, part]) =>
      placements(part, value).map((placed) => ({ object: { ...shape.object, [name]: placed } })),
    );
  if ('oneOf' in shape) return shape.oneOf.flatMap((part) => partsHolding(part, value));
  return [];
}

function lengths([shortest, longest]: Range, value: Json): readonly Range[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [];
  return value >= shortest && value <= longest ? [[value, value]] : [];
}

/** The shape in which any part may be one of the values. */
function mixedWith(shape: Shape, values: readonly Json[]): Shape {
  const fitting = values.filter((value) => fits(shape, value));
  const inner = mixedParts(shape, values);
  return fitting.length === 0 ? inner : { oneOf: [inner, { values: fitting }] };
}

function mixedParts(shape: Shape, values: readonly Json[]): Shape {
  if ('tuple' in shape) return { tuple: shape.tuple.map((part) => mixedWith(part, values)) };
  if ('oneOf' in shape) return { oneOf: shape.oneOf.map((part) => mixedParts(part, values)) };
  if ('list' in shape) return { list: { ...shape.list, of: mixedWith(shape.list.of, values) } };
  if (!('object' in shape)) return shape;
  const parts = Object.entries(shape.object).map(([name, part]) => [name, mixedWith(part, values)]);
  return { object: Object.fromEntries(parts) as { readonly [name: string]: Shape } };
}

/** So many of the items, drawn without repetition; all of them, as they come, when there are no more. */
function sample<Item>(items: readonly Item[], random: Random, most: number): readonly Item[] {
  if (items.length <= most) return items;
  const left = [...items];
  return Array.from({ length: most }, () => left.splice(random.below(left.length), 1)[0]!);
}
