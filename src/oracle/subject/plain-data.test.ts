import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAXIMUM_DEPTH, readPlain, writePlain } from './plain-data.ts';

/** Keys that the encoding treats specially are frequent. */
const key = fc
  .oneof(fc.string(), fc.constantFrom('#', '##', '#a', 'toJSON', 'constructor', ''))
  .filter((name) => name !== '__proto__');
const special = fc.constantFrom(NaN, Infinity, -Infinity, -0);
const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.constant(null), fc.boolean(), fc.double(), special, fc.string({ unit: 'binary' })),
    fc.array(tie('plain')),
    fc.dictionary(key, tie('plain'), { noNullPrototype: true }),
  ),
}));

test('what is written is read back, one line, bit for bit', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const text = writePlain(value);
      expect(text).not.toContain('\n');
      // vitest takes a key `constructor` for the object's class; this compares -0, NaN and prototypes too.
      expect(isDeepStrictEqual(readPlain(text), value)).toBe(true);
    }),
  );
});

test('data that JSON can hold is written as JSON writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(
        !/-0|"#|__proto__/.test(text) &&
          !JSON.stringify(value, (_, item) => (Object.is(item, -0) ? '-0' : item)).includes('-0'),
      );
      expect(writePlain(value)).toBe(text);
    }),
  );
});

test('numbers JSON lacks are tagged, and objects that look like tags survive', () => {
  expect(writePlain([NaN, -0, 0])).toBe('[{"#":"NaN"},{"#":"-0"},0]');
  expect(readPlain(writePlain({ '#': 'NaN' }))).toStrictEqual({ '#': 'NaN' });
});

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

describe('refused', () => {
  const instance = new (class Instance {
    value = 1;
  })();
  const cycle: unknown[] = [];
  cycle.push(cycle);

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol.iterator],
    ['a bigint', 1n],
    ['a hole', Array(1)],
    ['an instance', instance],
    ['a map', new Map()],
    ['typed numbers', new Float64Array(1)],
    ['a date', new Date(0)],
    ['a boxed number', Object(1)],
    [
      'a getter',
      {
        get value() {
          return 1;
        },
      },
    ],
    ['toJSON', { toJSON: () => 1 }],
    ['a key `__proto__`', JSON.parse('{"__proto__":1}')],
    ['a cycle', cycle],
    ['great depth', nested(MAXIMUM_DEPTH + 1)],
  ])('when written: %s', (_, value) => {
    expect(() => writePlain(value)).toThrow(TypeError);
  });

  test.each([
    ['a prototype', '{"__proto__":{"polluted":true}}'],
    ['a prototype in disguise', '{"\\u005f_proto__":1}'],
    ['an unknown tag', '{"#":"Date"}'],
    ['a tag of another type', '{"#":{"#":"NaN"}}'],
    ['an unescaped key', '{"#a":1}'],
    ['a tag beside other keys', '{"#":"NaN","a":1}'],
    ['great depth', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('when read: %s', (_, text) => {
    expect(() => readPlain(text)).toThrow(TypeError);
  });

  test.each(['', '{', '[1', 'NaN', '[1] [2]'])('when read as malformed: %j', (text) => {
    expect(() => readPlain(text)).toThrow(SyntaxError);
  });
});

test('the depth that is allowed passes both ways', () => {
  const deep = nested(MAXIMUM_DEPTH);
  expect(readPlain(writePlain(deep))).toStrictEqual(deep);
});
