/** Where candidates stand on the plane: x grows to the right and y downwards, in units of their own. */
export interface Arrangement {
  /** By place in the set; ascending, as numbers are. */
  readonly x: Int32Array;
  /** NaN for one that has no place here. */
  readonly y: Float32Array;
  readonly xRange: readonly [low: number, high: number];
  readonly yRange: readonly [low: number, high: number];
  /** From whoever was built on, over all that was made of it; longest first. Empty where lines mean nothing. */
  readonly lines: readonly LifeLine[];
}

/** A candidate that was built on, from its birth, or from when its heir left it behind, to its youngest child's. */
export interface LifeLine {
  readonly owner: number;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** Where it branches off; its own y where it does not. */
  readonly base: number;
}
