import { logEValue } from './e-value.ts';

/** More than this many is as good as never. */
const MOST = 100_000;

/**
 * How many more pairs would bring the e-value to `threshold`, if they went on being won, lost and tied as they were.
 * Null where none would: no more were won than lost, or it would take over 100,000.
 */
export function furtherPairs(
  { wins, losses, ties }: { readonly wins: number; readonly losses: number; readonly ties: number },
  threshold: number,
): number | null {
  if (wins <= losses || !Number.isFinite(threshold)) return null;
  const decided = wins + losses;
  const share = wins / decided;
  const demanded = Math.log(threshold);
  const reaches = (pairs: number): boolean => {
    const won = Math.round(pairs * share);
    return logEValue(won, pairs - won) >= demanded;
  };
  if (reaches(decided)) return 0;
  let high = decided * 2;
  while (!reaches(high)) {
    if (high > MOST) return null;
    high *= 2;
  }
  let low = decided;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  const further = Math.ceil(((high - decided) * (decided + ties)) / decided);
  return further > MOST ? null : further;
}
