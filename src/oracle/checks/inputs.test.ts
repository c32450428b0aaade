import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { createRandom } from '../../kernel/random.ts';
import type { Shape } from './input-shape.ts';
import { fits, shapeSchema } from './input-shape.ts';
import { arbitraryInputs, generatedInputs, inputsSchema, shapedInputs } from './inputs.ts';

const SHAPES: readonly unknown[] = [
  { integer: [-5, 1000] },
  { number: [-2.5, 10] },
  { number: { range: [0, 1], special: true } },
  { boolean: true },
  { text: { length: [2, 9] } },
  { text: { length: [0, 5], alphabet: 'añ' } },
  { values: [1, 'one', null, [1]] },
  { list: { of: { integer: [0, 99] }, length: [3, 40], order: 'ascending' } },
  { list: { of: { integer: [0, 99] }, length: [0, 20], distinct: true } },
  { list: { of: { tuple: [{ number: [0, 1] }, { text: {} }] }, length: [0, 4] } },
  { object: { a: { integer: [0, 3] }, b: { list: { of: { boolean: true } } } } },
  { oneOf: [{ integer: [0, 9] }, { text: {} }] },
];

function shape(written: unknown): Shape {
  return shapeSchema.parse(written);
}

function drawn(shapes: readonly Shape[], count: number, seed = 'inputs'): readonly (readonly Json[])[] {
  const random = createRandom(seed);
  const source = shapedInputs(shapes);
  return Array.from({ length: count }, () => source.draw(random).arguments);
}

test.each(SHAPES.map((written) => [JSON.stringify(written), written]))(
  'what is drawn fits %s',
  (_, written) => {
    const declared = shape(written);
    const values = drawn([declared], 300).map(([value]) => value!);
    expect(values.filter((value) => !fits(declared, value))).toEqual([]);
    if (!('boolean' in declared) && !('values' in declared)) {
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBeGreaterThan(5);
    }
  },
);

test('the same stream gives the same inputs, another one others', () => {
  const shapes = SHAPES.map(shape);
  expect(drawn(shapes, 20)).toEqual(drawn(shapes, 20));
  expect(drawn(shapes, 20, 'other')).not.toEqual(drawn(shapes, 20));
});

describe('edge cases come up within 300 inputs', () => {
  const lists = drawn([shape({ list: { of: { integer: [-100, 100] }, length: [0, 50] } })], 300).map(
    ([list]) => list as readonly number[],
  );
  const numbers = drawn([shape({ number: [-10, 10] })], 300).map(([value]) => value as number);
  const texts = drawn([shape({ text: { length: [0, 30] } })], 300).map(([value]) => value as string);

  test.each([
    ['an empty list', lists.some((list) => list.length === 0)],
    ['a list of the greatest length', lists.some((list) => list.length === 50)],
    ['the least item', lists.some((list) => list.includes(-100))],
    ['the greatest item', lists.some((list) => list.includes(100))],
    ['a long list of few different items', lists.some((list) => list.length > 20 && new Set(list).size < 5)],
    ['a negative zero', numbers.some((value) => Object.is(value, -0))],
    ['a fraction', numbers.some((value) => !Number.isInteger(value) && Math.abs(value) > 0.1)],
    ['a tiny number', numbers.some((value) => value !== 0 && Math.abs(value) < 1e-100)],
    ['an empty text', texts.includes('')],
    ['a character beyond the basic plane', texts.some((text) => /[\u{10000}-\u{10ffff}]/u.test(text))],
    ['a combining mark', texts.some((text) => text.includes('\u0301'))],
  ])('%s', (_, found) => expect(found).toBe(true));
});

test('a size sets the length of the outermost lists alone', () => {
  const source = shapedInputs([
    shape({ list: { of: { list: { of: { boolean: true }, length: [0, 9] } }, length: [10, 110] } }),
    shape({ text: { length: [0, 40] } }),
  ]);
  const random = createRandom('size');
  const many = Array.from({ length: 50 }, () => source.draw(random, { size: 0.5 }).arguments);
  expect(new Set(many.map(([list]) => (list as readonly Json[]).length))).toEqual(new Set([60]));
  expect(new Set(many.map(([, text]) => [...(text as string)].length))).toEqual(new Set([20]));
  const inner = many.flatMap(([list]) => (list as readonly (readonly Json[])[]).map((item) => item.length));
  expect(new Set(inner).size).toBeGreaterThan(3);
});

test('an input can be made simpler until nothing simpler fails', () => {
  const declared = shape({ list: { of: { integer: [0, 1000] }, length: [0, 30] } });
  const isTooGreat = (list: Json): boolean => (list as readonly number[]).some((item) => item > 500);
  const random = createRandom('simpler');
  let failing = shapedInputs([declared]).draw(random);
  while (!isTooGreat(failing.arguments[0]!)) failing = shapedInputs([declared]).draw(random);
  for (;;) {
    const simpler = [...failing.simpler()].find(({ arguments: [list] }) => isTooGreat(list!));
    if (simpler === undefined) break;
    expect(fits(declared, simpler.arguments[0]!)).toBe(true);
    failing = simpler;
  }
  expect(failing.arguments).toEqual([[501]]);
});

test('what is simpler does not depend on what was drawn since', () => {
  const sized = fc
    .integer({ min: 1, max: 20 })
    .chain((length) => fc.array(fc.integer(), { minLength: length }));
  const simplerAfter = (draws: number): unknown => {
    const random = createRandom('kept');
    const input = arbitraryInputs(fc.tuple(sized)).draw(random);
    for (let draw = 0; draw < draws; draw += 1) random.next();
    return [...input.simpler()].map(({ arguments: args }) => args);
  };
  expect(simplerAfter(5)).toEqual(simplerAfter(0));
});

describe('literals of the candidate become inputs', () => {
  const probes = (declared: readonly unknown[], literals: readonly (string | number)[], most = 200) =>
    shapedInputs(declared.map(shape))
      .probes(createRandom('probes'), literals, most)
      .map(({ arguments: args }) => args);
  const list = { list: { of: { integer: [-9999, 9999] }, length: [0, 50] } };

  test('as an argument, its neighbours and its opposite', () => {
    const asked = probes([{ integer: [-9999, 9999] }], [1234]).flat();
    expect(asked).toEqual(expect.arrayContaining([1234, 1233, 1235, -1234]));
  });
  test('as an item and as a length', () => {
    const asked = probes([list], [37]).map(([items]) => items as readonly number[]);
    expect(asked.some((items) => items.includes(37))).toBe(true);
    expect(asked.some((items) => items.length === 37)).toBe(true);
    expect(asked.some((items) => items.length === 38)).toBe(true);
  });
  test('two of them at once', () => {
    const asked = probes([{ integer: [0, 9999] }, { integer: [0, 9999] }], [1234, 777]);
    expect(asked.some(([first, second]) => first === 1234 && second === 777)).toBe(true);
  });
  test('as a text, within a text, and as what it stands for', () => {
    const asked = probes([{ text: { length: [0, 40] } }, list], ['open sesame', '[3,1,2]']);
    expect(asked.some(([text]) => text === 'open sesame')).toBe(true);
    expect(asked.some(([text]) => (text as string).includes('open sesame') && text !== 'open sesame')).toBe(
      true,
    );
    expect(asked.some(([, items]) => JSON.stringify(items) === '[3,1,2]')).toBe(true);
  });
  test('deep inside', () => {
    const deep = { list: { of: { object: { at: { tuple: [{ boolean: true }, { text: {} }] } } } } };
    expect(JSON.stringify(probes([deep], ['xyzzy']))).toContain(',"xyzzy"]');
  });
  test('never out of shape, and never more than asked for', () => {
    const declared = [list, { text: { alphabet: 'ab' } }, { integer: [0, 10] }];
    const asked = probes(declared, [5, 1e6, -3, 0.5, 'abba', 'no'], 40);
    expect(asked).toHaveLength(40);
    for (const [index, one] of declared.entries())
      expect(asked.filter((args) => !fits(shape(one), args[index]!))).toEqual([]);
  });
  test('none where there is none', () => expect(probes([list], [])).toEqual([]));
});

test('a generator of a module draws, and is told the size and the literals', () => {
  const source = generatedInputs((random, { size, literals }) => [random.below(10), size, literals.length]);
  expect(source.draw(createRandom('a'), { size: 0.25 }).arguments).toEqual([expect.any(Number), 0.25, 0]);
  expect([...source.draw(createRandom('a')).simpler()]).toEqual([]);
  expect(source.probes(createRandom('a'), [1, 'two'], 3).map(({ arguments: args }) => args[2])).toEqual([
    2, 2, 2,
  ]);
});

test('an arbitrary of fast-check draws from the stream it is handed', () => {
  const source = arbitraryInputs(fc.tuple(fc.integer(), fc.clone(fc.string(), 2)));
  const [first, again] = ['s', 's'].map((seed) => source.draw(createRandom(seed)).arguments);
  expect(first).toEqual(again);
  const [, twins] = first as [number, [string, string]];
  expect(twins[0]).toBe(twins[1]);
});

test.each([
  [{ arguments: [{ integer: [3, 1] }] }],
  [{ arguments: [{ integer: [0.5, 1] }] }],
  [{ arguments: [{ list: { of: { boolean: true }, length: [0, 5], distinct: true } }] }],
  [{ arguments: [{ list: { of: { boolean: true }, order: 'ascending' } }] }],
  [{ arguments: [{ integer: [0, 1], text: {} }] }],
  [{ arguments: [{ values: [] }] }],
  [{ module: 'inputs.ts', exports: 'generate' }],
])('%j declares no inputs', (written) => {
  expect(inputsSchema.safeParse(written).success).toBe(false);
});
