/** Where the search on one task stands. */
export interface Search {
  /** Bits of a point. */
  readonly bits: number;
  /** The point the search goes on from, its lowest bits in use. */
  readonly point: number;
  readonly value: number;
  /** The best point seen. */
  readonly best: number;
  readonly bestValue: number;
  /** Share of the budget that is used up, from 0 to 1. */
  readonly spent: number;
  /** Points tried since the best was last improved. */
  readonly stale: number;
}

/** A number in [0, 1), another one each time. */
export type Draw = () => number;
