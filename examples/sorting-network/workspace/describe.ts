import { comparators } from './network.ts';

/** The network as plain data: the oracle runs it, the candidate only says what it is. */
export function describe(): readonly (readonly [number, number])[] {
  return comparators;
}
