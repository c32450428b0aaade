/**
 * Milliseconds at work, whole ones: those before, and what has passed since by a clock. A clock that jumps back stands
 * still meanwhile; it never takes away what was counted.
 *
 * @param now clock in milliseconds
 */
export function createStopwatch(before: number, now: () => number): () => number {
  let elapsed = before;
  let last = now();
  return () => {
    const time = now();
    elapsed += Math.max(0, time - last);
    last = time;
    return Math.round(elapsed);
  };
}
