import { setImmediate } from 'node:timers/promises';

export async function sort(values) {
  await setImmediate();
  return values.toSorted((left, right) => left - right);
}
