import * as fc from 'fast-check';
import type { Json } from '../../kernel/json.ts';
import type { ListShape, NumberShape, Range, Shape, TextShape } from './input-shape.ts';
import { compareItems } from './input-shape.ts';
import type { Arguments } from './inputs.ts';

/** From 0 to 1, how long the outermost lists and texts are; null to draw it. */
interface Sizing {
  readonly size: number | null;
}

export function argumentsArbitrary(shapes: readonly Shape[], sizing: Sizing): fc.Arbitrary<Arguments> {
  return fc.tuple(...shapes.map((shape) => shapeArbitrary(shape, sizing)));
}

function shapeArbitrary(shape: Shape, sizing: Sizing): fc.Arbitrary<Json> {
  if ('integer' in shape) return fc.integer({ min: shape.integer[0], max: shape.integer[1] });
  if ('number' in shape) return numberArbitrary(shape.number);
  if ('boolean' in shape) return fc.boolean();
  if ('text' in shape) return textArbitrary(shape.text, sizing);
  if ('values' in shape) return fc.constantFrom(...shape.values);
  if ('oneOf' in shape) return fc.oneof(...shape.oneOf.map((part) => shapeArbitrary(part, sizing)));
  if ('tuple' in shape) return fc.tuple(...shape.tuple.map((part) => shapeArbitrary(part, sizing)));
  if ('list' in shape) return listArbitrary(shape.list, sizing);
  const fields = Object.entries(shape.object).map(
    ([name, part]) => [name, shapeArbitrary(part, sizing)] as const,
  );
  return fc.record(Object.fromEntries(fields), { noNullPrototype: true });
}

/** Spread evenly over the range, any double (most are tiny), whole ones, and -0 where the range has 0. */
function numberArbitrary({ range: [low, high], special }: NumberShape): fc.Arbitrary<number> {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const even = evenlySpread(low, high);
  const choices: fc.WeightedArbitrary<number>[] = [
    { weight: 6, arbitrary: even },
    { weight: 3, arbitrary: fc.double({ min: low, max: high, noNaN: true }) },
  ];
  if (first <= last && Number.isSafeInteger(first) && Number.isSafeInteger(last))
    choices.push({ weight: 3, arbitrary: fc.integer({ min: first, max: last }) });
  if (low <= 0 && high >= 0) choices.push({ weight: 1, arbitrary: fc.constant(-0) });
  if (special) choices.push({ weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) });
  return fc.oneof(...choices);
}

/** The simplest number is the one next to zero. */
function evenlySpread(low: number, high: number): fc.Arbitrary<number> {
  const origin = Math.min(high, Math.max(low, 0));
  const width = high - low || 1;
  const step = (distance: number): number => Math.round((distance / width) * Number.MAX_SAFE_INTEGER);
  return fc
    .integer({ min: -step(origin - low), max: step(high - origin) })
    .map((steps) => Math.min(high, Math.max(low, origin + (steps / Number.MAX_SAFE_INTEGER) * width)));
}

function textArbitrary({ length, alphabet, including }: TextShape, sizing: Sizing): fc.Arbitrary<string> {
  if (including !== undefined) return textAround(including, length, alphabet);
  const [minLength, maxLength] = sized(length, sizing);
  const of = (unit: 'grapheme-ascii' | 'binary' | fc.Arbitrary<string>) =>
    fc.string({ unit, minLength, maxLength, size: 'max' });
  if (alphabet !== null) return of(fc.constantFrom(...alphabet));
  return fc.oneof(of('grapheme-ascii'), of('binary'), of(fc.constantFrom('a', 'b', ' ', 'é', '\u0301')));
}

function textAround(
  inner: string,
  [shortest, longest]: Range,
  alphabet: string | null,
): fc.Arbitrary<string> {
  const own = [...inner].length;
  const [low, high] = [Math.max(0, shortest - own), longest - own];
  const around = textArbitrary({ length: [low, high], alphabet }, { size: null });
  return fc.tuple(around, fc.nat()).map(([text, at]) => {
    const characters = [...text];
    return characters.toSpliced(at % (characters.length + 1), 0, inner).join('');
  });
}

function listArbitrary(shape: ListShape, sizing: Sizing): fc.Arbitrary<readonly Json[]> {
  const { of, length, order, distinct, including } = shape;
  const item = shapeArbitrary(of, { size: null });
  const [shortest, longest] = sized(length, sizing);
  const own = including === undefined ? 0 : 1;
  const limits = { minLength: Math.max(0, shortest - own), maxLength: longest - own, size: 'max' } as const;
  const plain = distinct
    ? fc.uniqueArray(item, { ...limits, selector: (value) => JSON.stringify(value) })
    : repetitive(item, limits);
  const whole = including === undefined ? plain : listAround(including, plain, distinct, limits.minLength);
  return order === 'any' ? whole : whole.map((items) => items.toSorted(compareItems));
}

/** Some of these lists are made of few different items. */
function repetitive(item: fc.Arbitrary<Json>, limits: fc.ArrayConstraints): fc.Arbitrary<readonly Json[]> {
  const places = fc.array(fc.tuple(item, fc.nat(MOST_DIFFERENT - 1)), limits);
  return fc
    .tuple(places, fc.constantFrom(0, 0, 0, 0, 1, 2, MOST_DIFFERENT))
    .map(([items, few]) =>
      items.map(([own, other]) => (few === 0 ? own : items[other % Math.min(few, items.length)]![0])),
    );
}

const MOST_DIFFERENT = 3;

function listAround(
  including: Shape,
  plain: fc.Arbitrary<readonly Json[]>,
  distinct: boolean,
  shortest: number,
): fc.Arbitrary<readonly Json[]> {
  const around = fc.tuple(plain, shapeArbitrary(including, { size: null }), fc.nat());
  const lists = around.map(([items, extra, at]) => {
    const others = distinct ? items.filter((item) => JSON.stringify(item) !== JSON.stringify(extra)) : items;
    return others.toSpliced(at % (others.length + 1), 0, extra);
  });
  return lists.filter((items) => items.length > shortest);
}

function sized([shortest, longest]: Range, { size }: Sizing): Range {
  if (size === null) return [shortest, longest];
  const length = Math.round(shortest + size * (longest - shortest));
  return [length, length];
}
