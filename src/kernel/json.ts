/** Plain data: what may cross a process boundary or enter the ledger. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/**
 * The one text form of a plain value: keys sorted by UTF-16 code unit, no white space, numbers and strings as
 * ECMAScript writes them (RFC 8785, JSON Canonicalization Scheme). Equal values give equal text. A lone surrogate is
 * written as its escape, where the RFC refuses it: text that a candidate chose must not be able to stop a run.
 *
 * @throws TypeError on a non-finite number or anything that is not plain data, naming the path to it.
 */
export function canonicalJson(value: Json): string {
  return write(value, '$');
}

/**
 * Whether two plain values are the same, whatever the order of their keys.
 *
 * @throws TypeError as `canonicalJson`
 */
export function isSameJson(left: unknown, right: unknown): boolean {
  return canonicalJson(left as Json) === canonicalJson(right as Json);
}

function write(value: unknown, path: string): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path}: ${value} has no JSON form`);
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw new TypeError(`${path}: a ${typeof value} is not plain data`);
  }
}

function writeArray(value: readonly unknown[], path: string): string {
  return `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
}

function writeObject(value: object, path: string): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path}: a ${nameOf(prototype)} is not plain data`);
  }
  const fields = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${write(item, `${path}.${key}`)}`);
  return `{${fields.join(',')}}`;
}

function nameOf(prototype: object): string {
  return typeof prototype.constructor === 'function' ? prototype.constructor.name : 'object';
}
