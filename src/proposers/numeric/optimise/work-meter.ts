/** Counts evaluations of an objective, so that a search is bounded by work and not by a clock. */
export interface WorkMeter {
  readonly spend: (evaluations: number) => void;
  /** Evaluations that may still be made; a search looks here before it begins another step. */
  readonly left: () => number;
}

/** A meter that allows `limit` evaluations. */
export function createWorkMeter(limit: number): WorkMeter {
  let left = limit;
  return {
    spend: (evaluations) => {
      left -= evaluations;
    },
    left: () => left,
  };
}
