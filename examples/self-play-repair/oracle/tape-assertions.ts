import { isDeepStrictEqual } from 'node:util';

/** The assertions of tape that the packages' tests use. Each throws when the original does not do what it demands. */
export function tapeAssertions(test: string): object {
  const demand = (holds: boolean): void => {
    if (!holds) throw new Error(`the original fails its own test "${test}"`);
  };
  const nothing = (): void => undefined;
  const deepEqual = (actual: unknown, expected: unknown): void => demand(isSame(actual, expected));
  const equal = (actual: unknown, expected: unknown): void => demand(Object.is(actual, expected));
  return {
    plan: nothing,
    end: nothing,
    skip: nothing,
    comment: nothing,
    fail: () => demand(false),
    deepEqual,
    same: deepEqual,
    notSame: (actual: unknown, expected: unknown) => demand(!isSame(actual, expected)),
    equal,
    strictEqual: equal,
    notEqual: (actual: unknown, expected: unknown) => demand(!Object.is(actual, expected)),
    ok: (actual: unknown) => demand(Boolean(actual)),
    notOk: (actual: unknown) => demand(!actual),
    match: (actual: string, pattern: RegExp) => demand(pattern.test(actual)),
    throws: (body: () => void) => demand(doesThrow(body)),
    doesNotThrow: (body: () => void) => demand(!doesThrow(body)),
  };
}

/** As tape has it: prototypes do not count. */
function isSame(actual: unknown, expected: unknown): boolean {
  return isDeepStrictEqual(withoutPrototype(actual), withoutPrototype(expected));
}

function withoutPrototype(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPrototype);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutPrototype(item)]));
}

function doesThrow(body: () => void): boolean {
  try {
    body();
    return false;
  } catch {
    return true;
  }
}
