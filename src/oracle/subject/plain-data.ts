/*
 * Runs on both sides of the sandbox's wall. Inside, candidates that were loaded before may have changed every prototype:
 * whatever is called here was captured when this module was loaded, and nothing is iterated through `Symbol.iterator`.
 */
const { parse, stringify } = JSON;
const { isArray } = Array;
const { is, keys: keysOf, getPrototypeOf, getOwnPropertyDescriptor, prototype: objectPrototype } = Object;
const { isFinite } = Number;
const NotPlain = TypeError;

/** Plain data as it crosses the channel: JSON in which numbers may also be NaN, infinite or -0. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Arrays and objects inside one another; more is refused on both sides. */
export const MAXIMUM_DEPTH = 64;

/**
 * One line of JSON. The numbers JSON lacks are written `{"#":"NaN"}`; a key that starts with `#` gets a second one.
 *
 * @throws TypeError for anything but null, booleans, numbers, strings, arrays and objects made by `{}` without getters
 */
export function writePlain(value: unknown): string {
  return write(value, 0);
}

/**
 * Reads what {@link writePlain} wrote. Nothing in it is ever executed, and no object has a `__proto__` key.
 *
 * @throws SyntaxError on malformed JSON, TypeError on JSON that no `writePlain` writes
 */
export function readPlain(text: string): Plain {
  return restore(parse(text), 0);
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'number':
      return isFinite(value) && !is(value, -0) ? `${value}` : `{"#":"${is(value, -0) ? '-0' : value}"}`;
    case 'string':
      return stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAXIMUM_DEPTH) throw new NotPlain(`it is nested deeper than ${MAXIMUM_DEPTH}`);
      return isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1);
    default:
      throw new NotPlain(`it holds ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`);
  }
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    text += index === 0 ? write(items[index], depth) : `,${write(items[index], depth)}`;
  }
  return `${text}]`;
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = getPrototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null)
    throw new NotPlain('it holds an instance of a class');
  const names = keysOf(value);
  let text = '{';
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]!;
    if (name === '__proto__') throw new NotPlain('it holds a key `__proto__`');
    const property = getOwnPropertyDescriptor(value, name);
    if (property === undefined || property.get || property.set)
      throw new NotPlain(`its "${name}" is a getter`);
    text += `${index === 0 ? '' : ','}${stringify(name[0] === '#' ? `#${name}` : name)}:${write(property.value, depth)}`;
  }
  return `${text}}`;
}

function restore(value: unknown, depth: number): Plain {
  if (typeof value !== 'object' || value === null) return value as Plain;
  if (depth >= MAXIMUM_DEPTH) throw new NotPlain(`it is nested deeper than ${MAXIMUM_DEPTH}`);
  return isArray(value)
    ? restoreArray(value, depth + 1)
    : restoreObject(value as { [key: string]: unknown }, depth + 1);
}

function restoreArray(items: unknown[], depth: number): Plain {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (typeof item === 'object' && item !== null) items[index] = restore(item, depth);
  }
  return items as Plain;
}

function restoreObject(value: { [key: string]: unknown }, depth: number): Plain {
  const names = keysOf(value);
  if (names.length === 1 && names[0] === '#') return restoreNumber(value['#']);
  const restored: { [key: string]: Plain } = {};
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]!;
    if (name === '__proto__') throw new NotPlain('it holds a key `__proto__`');
    restored[unescaped(name)] = restore(value[name], depth);
  }
  return restored;
}

function unescaped(name: string): string {
  if (name[0] !== '#') return name;
  if (name[1] !== '#') throw new NotPlain(`its key ${stringify(name)} is no key of plain data`);
  let rest = '';
  for (let index = 1; index < name.length; index += 1) rest += name[index];
  return rest;
}

function restoreNumber(tag: unknown): number {
  switch (tag) {
    case 'NaN':
      return NaN;
    case 'Infinity':
      return Infinity;
    case '-Infinity':
      return -Infinity;
    case '-0':
      return -0;
    default:
      throw new NotPlain('it holds an unknown tag');
  }
}
