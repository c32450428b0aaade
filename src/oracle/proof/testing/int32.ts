import * as fc from 'fast-check';

/** Integers of 32 bits, the corners often. */
export const int32 = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(0, 1, -1, -(2 ** 31), 2 ** 31 - 1),
);
