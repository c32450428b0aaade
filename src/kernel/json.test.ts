import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { canonicalJson } from './json.ts';

function double(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE(0);
}

const plain = fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>;

describe('the vectors of RFC 8785', () => {
  // Appendix B: the bits of a double and its text.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the double %s is %s', (hex, text) => {
    expect(canonicalJson(double(hex))).toBe(text);
  });

  test('section 3.2.2: an object with every kind of value', () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`) as Json;
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('section 3.2.3: names are sorted by UTF-16 code unit, surrogates below the last of the plane', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(text).toBe('{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\u{1f600}":0,"\ufb33":0}');
  });
});

test('the order in which an object was made does not show', () => {
  fc.assert(
    fc.property(plain, fc.infiniteStream(fc.nat()), (value, order) => {
      const reversed = (item: Json): Json => {
        if (Array.isArray(item)) return item.map(reversed);
        if (typeof item !== 'object' || item === null) return item;
        const fields = Object.entries(item).map(([key, field]) => ({
          key,
          field,
          rank: order.next().value as number,
        }));
        const moved = fields.toSorted((left, right) => left.rank - right.rank);
        return Object.fromEntries(moved.map(({ key, field }) => [key, reversed(field)]));
      };
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

test('reading the text gives the value back, and writing that gives the text', () => {
  fc.assert(
    fc.property(plain, fc.string({ unit: 'binary' }), (value, extra) => {
      const text = canonicalJson([value, extra, { [extra]: extra }]);
      const read = JSON.parse(text) as Json;
      expect(canonicalJson(read)).toBe(text);
      expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(JSON.stringify(read))));
      expect((read as readonly Json[])[1]).toBe(extra);
    }),
  );
});

test('different values have different texts', () => {
  const values = [
    0,
    '0',
    '',
    null,
    false,
    [],
    {},
    [[]],
    [0],
    ['0'],
    { a: 0 },
    { a: '0' },
    { 0: 'a' },
    [null],
    '\\',
    '"',
  ];
  expect(new Set(values.map((value) => canonicalJson(value as Json))).size).toBe(values.length);
});

test('a name that objects inherit is one like any other', () => {
  const value = JSON.parse('{"__proto__":1,"constructor":2}') as Json;
  expect(canonicalJson(value)).toBe('{"__proto__":1,"constructor":2}');
});

test('half a surrogate pair is escaped and comes back', () => {
  expect(canonicalJson('\ud800')).toBe('"\\ud800"');
});

/** An array whose first element is not there. */
const HOLED: number[] = [];
HOLED[1] = 1;

test.each<[string, unknown]>([
  ['$: NaN has no JSON form', Number.NaN],
  ['$.a[1]: Infinity has no JSON form', { a: [1, Infinity] }],
  ['$.a: a undefined is not plain data', { a: undefined }],
  ['$[0]: a function is not plain data', [() => 1]],
  ['$.a.b: a bigint is not plain data', { a: { b: 1n } }],
  ['$[0]: a symbol is not plain data', [Symbol('x')]],
  ['$[0]: a undefined is not plain data', HOLED],
  ['$.at: a Date is not plain data', { at: new Date(0) }],
  ['$: a Map is not plain data', new Map()],
  ['$.bytes: a Uint8Array is not plain data', { bytes: Uint8Array.of(1) }],
])('what is not plain data is refused with its path: %s', (message, value) => {
  expect(() => canonicalJson(value as Json)).toThrow(new TypeError(message));
});
