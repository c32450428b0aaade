import type { Random } from '../kernel/random.ts';
import { writePlain } from './subject/plain-data.ts';

/** Values kept; the least recently used goes first. */
const KEPT = 64;

/** Inputs that were costly to make. */
export interface InputMemory {
  readonly recall: <Value>(key: string, make: () => Value) => Value;
  /** `writePlain`, which for recalled values runs once: it can take as long as the answer. */
  readonly encode: (value: unknown) => string;
}

/**
 * Keeps the most recent values. Plain data is frozen, so that a check which sorts its input in place is an error at
 * once and not another input for the next candidate.
 */
export function inputMemory(): InputMemory {
  const recent = new Map<string, unknown>();
  const frozen = new WeakSet<object>();
  const encoded = new WeakMap<object, string>();
  return {
    recall: <Value>(key: string, make: () => Value): Value => {
      const value = recent.has(key) ? (recent.get(key) as Value) : freeze(make(), frozen);
      recent.delete(key);
      recent.set(key, value);
      if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
      return value;
    },
    encode: (value) => {
      if (typeof value !== 'object' || value === null || !frozen.has(value)) return writePlain(value);
      const text = encoded.get(value) ?? writePlain(value);
      encoded.set(value, text);
      return text;
    },
  };
}

/** A stream that draws from another one for as long as `borrow` runs. */
export function lendableRandom(own: Random): {
  readonly random: Random;
  readonly borrow: <Value>(other: Random, run: () => Value) => Value;
} {
  let source = own;
  return {
    random: {
      next: () => source.next(),
      below: (bound) => source.below(bound),
      pick: (items) => source.pick(items),
      chance: (probability) => source.chance(probability),
      normal: () => source.normal(),
    },
    borrow: (other, run) => {
      const before = source;
      source = other;
      try {
        return run();
      } finally {
        source = before;
      }
    },
  };
}

/** Freezes plain data all the way down and enters it in `frozen`; instances of classes stay as they are. */
function freeze<Value>(value: Value, frozen: WeakSet<object>): Value {
  if (value instanceof Promise)
    throw new TypeError('remember: `make` must answer at once, not with a promise');
  if (typeof value !== 'object' || value === null || frozen.has(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  frozen.add(Object.freeze(value));
  for (const part of Object.values(value)) freeze(part, frozen);
  return value;
}
