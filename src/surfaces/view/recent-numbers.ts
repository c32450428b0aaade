/** The last numbers of a stream, and how many there were. */
export interface RecentNumbers {
  readonly push: (number: number) => void;
  readonly count: () => number;
  /** Those after the first `seen`; null when some of them are no longer held. */
  readonly since: (seen: number) => readonly number[] | null;
}

const HELD = 1024;

export function createRecentNumbers(): RecentNumbers {
  const ring = new Int32Array(HELD);
  let count = 0;
  return {
    push(number) {
      ring[count % HELD] = number;
      count += 1;
    },
    count: () => count,
    since: (seen) =>
      count - seen > HELD
        ? null
        : Array.from({ length: count - seen }, (_, index) => ring[(seen + index) % HELD]!),
  };
}
