import { eValue, eValueAfterWin, logEValue } from '../arithmetic/e-value.ts';

/** Pairs so far, by how they came out. */
export interface Tally {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** That at least one of these is won more often than lost; the mean of their e-values is an e-value of it. */
export type Claim = readonly Tally[];

/** What a test of pairs must come to, and may take. */
export interface TestLimits {
  /** The e-value that every claim must reach. */
  readonly threshold: number;
  readonly maximumPairs: number;
}

export type Standing =
  /** Every claim has reached the threshold. */
  | { readonly kind: 'shown' }
  /** Not decided: this many pairs more, the least that could decide it or as many as are judged at once. */
  | { readonly kind: 'open'; readonly pairs: number }
  /** The opposite of a claim has been shown. */
  | { readonly kind: 'contradicted' }
  /** The pairs left are too few, even if all of them were won. */
  | { readonly kind: 'out-of-reach' };

/** Judged before the evidence is looked at again. */
const PAIRS_AT_ONCE = 8;

/** The e-value of the opposite claim that ends a test: a true claim is given up with probability 1/20 at most. */
const CONTRADICTION = 20;

/**
 * Where a test stands after `pairs` pairs. Every claim of `shown` must be shown; of `watched`, none may be contradicted.
 * All claims are tested on the same pairs. Stopping early on a contradiction, or because the end cannot be reached, can
 * only make keeps rarer.
 */
export function standingOf(
  { shown, watched }: { readonly shown: readonly Claim[]; readonly watched: readonly Claim[] },
  { threshold, maximumPairs }: TestLimits,
  pairs: number,
): Standing {
  if (shown.some(isContradicted) || watched.some(isContradicted)) return { kind: 'contradicted' };
  const left = maximumPairs - pairs;
  let needed = 0;
  for (const claim of shown) needed = Math.max(needed, straightWins(claim, threshold, left));
  if (needed === 0) return { kind: 'shown' };
  return needed > left ? { kind: 'out-of-reach' } : { kind: 'open', pairs: Math.min(needed, PAIRS_AT_ONCE) };
}

/** The e-value of a claim. */
export function claimEValue(claim: Claim): number {
  return claim.reduce((sum, { wins, losses }) => sum + eValue(wins, losses) / claim.length, 0);
}

/** The tally that speaks most for the candidate. */
export function strongestOf(better: Claim): Tally {
  return better.reduce((best, tally) =>
    eValue(tally.wins, tally.losses) > eValue(best.wins, best.losses) ? tally : best,
  );
}

/** True when every one of the claim is shown to be lost more often than won. */
function isContradicted(claim: Claim): boolean {
  return claim.every(
    ({ wins, losses }) => losses > wins && logEValue(losses, wins) >= Math.log(CONTRADICTION),
  );
}

/** Pairs, all won, after which the claim is shown: at most `most + 1`, which then says that `most` are not enough. */
function straightWins(claim: Claim, threshold: number, most: number): number {
  const values = claim.map(({ wins, losses }) => eValue(wins, losses));
  for (let won = 0; won <= most; won += 1) {
    let sum = 0;
    for (let index = 0; index < values.length; index += 1) {
      const { wins, losses } = claim[index]!;
      sum += values[index]!;
      values[index] = eValueAfterWin(values[index]!, wins + won, losses);
    }
    if (sum / values.length >= threshold) return won;
  }
  return most + 1;
}
