import type { Marker } from '../workspace/describe-call.ts';

/** A value as it crosses to the sandbox, functions by {@link Marker}; null when it holds what cannot be put so. */
export function asData(value: unknown): unknown {
  try {
    return dataOf(value);
  } catch (error) {
    if (error === UNFIT) return null;
    throw error;
  }
}

const UNFIT = new Error('cannot be put as data');

function dataOf(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw UNFIT;
      return value;
    case 'undefined':
      return { $: 'undefined' } satisfies Marker;
    case 'function':
      return { $: 'function' } satisfies Marker;
    case 'object':
      return value === null ? null : objectData(value);
    default:
      throw UNFIT;
  }
}

function objectData(value: object): unknown {
  if (Array.isArray(value)) return value.map(dataOf);
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || '$' in value) throw UNFIT;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, dataOf(item)]));
}
