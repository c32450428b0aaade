export interface Rate {
  /** Notes a running total at a time in milliseconds; times never decrease. */
  readonly sample: (now: number, total: number) => void;
  /** Growth a second over the window; null until half a second has been seen. */
  readonly perSecond: () => number | null;
}

const WINDOW_MILLISECONDS = 10_000;
const SPACING_MILLISECONDS = 500;

/** A moving average over the last ten seconds in constant memory. */
export function createRate(): Rate {
  let samples: { readonly now: number; readonly total: number }[] = [];
  let last: { readonly now: number; readonly total: number } | null = null;
  return {
    sample(now, total) {
      last = { now, total };
      const newest = samples.at(-1);
      if (newest !== undefined && now - newest.now < SPACING_MILLISECONDS) return;
      samples = [...samples.filter((sample) => now - sample.now <= WINDOW_MILLISECONDS), last];
    },
    perSecond() {
      const first = samples[0];
      if (first === undefined || last === null || last.now - first.now < SPACING_MILLISECONDS) return null;
      return ((last.total - first.total) * 1000) / (last.now - first.now);
    },
  };
}
