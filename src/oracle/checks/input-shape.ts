import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';

/** What an argument, or a part of one, looks like. */
export type Shape =
  | { readonly integer: Range }
  | { readonly number: NumberShape }
  | { readonly boolean: true }
  | { readonly text: TextShape }
  | { readonly list: ListShape }
  | { readonly tuple: readonly Shape[] }
  | { readonly object: { readonly [name: string]: Shape } }
  | { readonly oneOf: readonly Shape[] }
  | { readonly values: readonly Json[] };

/** A {@link Shape} as it is written: what is left out takes its default. */
export type DeclaredShape =
  | { readonly integer: Range }
  | { readonly number: Range | { readonly range: Range; readonly special?: boolean } }
  | { readonly boolean: true }
  | { readonly text: { readonly length?: Range; readonly alphabet?: string } }
  | {
      readonly list: {
        readonly of: DeclaredShape;
        readonly length?: Range;
        readonly order?: 'any' | 'ascending';
        readonly distinct?: boolean;
      };
    }
  | { readonly tuple: readonly DeclaredShape[] }
  | { readonly object: { readonly [name: string]: DeclaredShape } }
  | { readonly oneOf: readonly DeclaredShape[] }
  | { readonly values: readonly Json[] };

/** Both ends included. */
export type Range = readonly [number, number];

export interface NumberShape {
  readonly range: Range;
  /** NaN and both infinities as well. */
  readonly special: boolean;
}

export interface TextShape {
  /** In code points. */
  readonly length: Range;
  /** The characters it is made of; without it, ASCII and the rest of Unicode. */
  readonly alphabet: string | null;
  /** A text that it has somewhere. No task file says that: probes do. */
  readonly including?: string;
}

export interface ListShape {
  readonly of: Shape;
  readonly length: Range;
  readonly order: 'any' | 'ascending';
  readonly distinct: boolean;
  /** What one of its items looks like, wherever it stands. No task file says that: probes do. */
  readonly including?: Shape;
}

const LONGEST = 1_000_000;

function range(item: z.ZodType<number>) {
  return z
    .tuple([item, item])
    .refine(([low, high]) => low <= high, { error: 'a range names its lower end first' });
}
const length = range(z.int().min(0).max(LONGEST));
const finite = range(z.number());

const leaf = [
  z.strictObject({ integer: range(z.int()) }),
  z.strictObject({
    number: z.union([
      finite.transform((bounds) => ({ range: bounds, special: false })),
      z.strictObject({ range: finite, special: z.boolean().default(false) }),
    ]),
  }),
  z.strictObject({ boolean: z.literal(true) }),
  z.strictObject({
    text: z.strictObject({
      length: length.default([0, 20]),
      alphabet: z.string().min(1).nullable().default(null),
    }),
  }),
  z.strictObject({ values: z.array(z.json()).min(1) }),
] as const;

/** How a task file writes a {@link Shape}. */
export const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.union([
    ...leaf,
    z.strictObject({ tuple: z.array(shapeSchema).min(1) }),
    z.strictObject({ object: z.record(z.string(), shapeSchema) }),
    z.strictObject({ oneOf: z.array(shapeSchema).min(1) }),
    z.strictObject({
      list: z
        .strictObject({
          of: shapeSchema,
          length: length.default([0, 20]),
          order: z.enum(['any', 'ascending']).default('any'),
          distinct: z.boolean().default(false),
        })
        .refine((list) => !list.distinct || choices(list.of) >= 2 * list.length[1], {
          error: 'a list of distinct items needs twice as many possible items as it may be long',
        })
        .refine((list) => list.order === 'any' || isOrdered(list.of), {
          error: 'only a list of integers, numbers or texts has an order',
        }),
    }),
  ]),
);

/** How many values there are at least, where that is easily said. */
function choices(shape: Shape): number {
  if ('integer' in shape) return shape.integer[1] - shape.integer[0] + 1;
  if ('boolean' in shape) return 2;
  if ('values' in shape) return new Set(shape.values.map((value) => JSON.stringify(value))).size;
  if ('number' in shape) return shape.number.range[0] < shape.number.range[1] ? Infinity : 1;
  if ('text' in shape) {
    const letters = shape.text.alphabet === null ? 1000 : new Set(shape.text.alphabet).size;
    return letters ** shape.text.length[1];
  }
  if ('tuple' in shape) return shape.tuple.reduce((product, part) => product * choices(part), 1);
  if ('object' in shape)
    return Object.values(shape.object).reduce((product, part) => product * choices(part), 1);
  if ('oneOf' in shape) return Math.max(...shape.oneOf.map(choices));
  return choices(shape.list.of) ** shape.list.length[1];
}

function isOrdered(shape: Shape): boolean {
  return 'integer' in shape || 'text' in shape || ('number' in shape && !shape.number.special);
}

/** Whether a value could have been made from this shape. */
export function fits(shape: Shape, value: Json): boolean {
  if ('integer' in shape) return Number.isInteger(value) && within(value as number, shape.integer);
  if ('number' in shape) {
    if (typeof value !== 'number') return false;
    return Number.isFinite(value) ? within(value, shape.number.range) : shape.number.special;
  }
  if ('boolean' in shape) return typeof value === 'boolean';
  if ('text' in shape) return typeof value === 'string' && fitsText(shape.text, value);
  if ('values' in shape) return shape.values.some((known) => JSON.stringify(known) === JSON.stringify(value));
  if ('oneOf' in shape) return shape.oneOf.some((part) => fits(part, value));
  if ('list' in shape) return Array.isArray(value) && fitsList(shape.list, value as readonly Json[]);
  if ('tuple' in shape)
    return (
      Array.isArray(value) &&
      value.length === shape.tuple.length &&
      shape.tuple.every((part, index) => fits(part, value[index] as Json))
    );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(shape.object);
  return (
    Object.keys(value).length === names.length &&
    names.every(
      (name) => Object.hasOwn(value, name) && fits(shape.object[name]!, (value as never)[name] as Json),
    )
  );
}

function fitsText({ length: bounds, alphabet }: TextShape, value: string): boolean {
  const characters = [...value];
  if (!within(characters.length, bounds)) return false;
  return alphabet === null || characters.every((character) => alphabet.includes(character));
}

function fitsList({ of, length: bounds, order, distinct }: ListShape, value: readonly Json[]): boolean {
  if (!within(value.length, bounds) || !value.every((item) => fits(of, item))) return false;
  if (distinct && new Set(value.map((item) => JSON.stringify(item))).size < value.length) return false;
  return (
    order === 'any' || value.every((item, index) => index === 0 || compareItems(value[index - 1]!, item) <= 0)
  );
}

/** Numbers by size, texts by UTF-16 code unit. */
export function compareItems(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return 0;
  return left < right ? -1 : Number(left > right);
}

function within(value: number, [low, high]: Range): boolean {
  return value >= low && value <= high;
}
