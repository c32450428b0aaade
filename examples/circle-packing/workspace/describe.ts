import { circles } from './circles.ts';

/** The packing as plain data: the oracle measures it, the candidate only says what it is. */
export function describe(): readonly (readonly [number, number, number])[] {
  return circles;
}
