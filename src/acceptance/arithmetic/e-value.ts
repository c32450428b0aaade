import { logBeta, logBinomialTail } from './log-binomial-tail.ts';

/**
 * The evidence of paired comparisons that they are won more often than lost, ties left out. Against the hypothesis
 * P(win) <= 1/2, the mixture of the likelihood ratios of all p in (1/2, 1), each as likely as the other:
 *
 *     E = 2 ∫ p^w (1 - p)^l dp / 2^-n = 2^(n+1) B(w+1, l+1) P(Bin(n+1, 1/2) <= w),   n = w + l.
 *
 * However often one looks, it ever reaches 1/a with probability at most a where the hypothesis holds (Ville 1939). It is
 * also the Bayes factor of "better" against "no difference": above 1 the pairs speak for the candidate.
 *
 * @param wins whole, 0 or more, as `losses`
 */
export function logEValue(wins: number, losses: number): number {
  const pairs = wins + losses;
  return (pairs + 1) * Math.LN2 + logBeta(wins, losses) + logBinomialTail(pairs + 1, wins);
}

/** {@link logEValue} itself; the largest number there is where it would be larger. */
export function eValue(wins: number, losses: number): number {
  return Math.min(Math.exp(logEValue(wins, losses)), Number.MAX_VALUE);
}

/**
 * The e-value after one more win, from that of `wins` and `losses`: integration by parts of the integral gives
 * E(w+1, l) = (2 (w+1) E(w, l) + 1) / (n+2).
 */
export function eValueAfterWin(value: number, wins: number, losses: number): number {
  return (2 * (wins + 1) * value + 1) / (wins + losses + 2);
}
