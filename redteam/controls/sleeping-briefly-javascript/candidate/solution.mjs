import { setTimeout } from 'node:timers/promises';

export async function sort(values) {
  await setTimeout(5);
  return values.toSorted((left, right) => left - right);
}
