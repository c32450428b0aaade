/**
 * The sum over t >= 1 of 1 / ((t+1) ln²(t+1)), rounded up: 2.10974280123689..., OEIS A115563. (2.041, which is in use
 * elsewhere, is less than that: a schedule divided by it spends 3 % more than it has.)
 */
const SUM = 2.109742801237;

/** The share of alpha for the t-th of endlessly many tests, t from 1; all shares together are at most 1. */
export function spendingShare(t: number): number {
  const log = Math.log(t + 1);
  return 1 / ((t + 1) * log * log * SUM);
}

/**
 * Alpha-spending: the t-th test at `alpha * spendingShare(t)`. By the union bound the probability of one false accept in
 * all tests together is at most alpha, whatever their order and dependence.
 */
export function spentAlpha(alpha: number, t: number): number {
  return alpha * spendingShare(t);
}

/** Bonferroni: the same share for each of `planned` tests, nothing for more. Bounds the same probability by alpha. */
export function uniformAlpha(alpha: number, t: number, planned: number): number {
  return t > planned ? 0 : alpha / planned;
}

/**
 * e-LOND (Xu & Ramdas 2024, arXiv 2311.06412): `alpha * spendingShare(t) * (R + 1)`, where R of the tests before it
 * accepted. Bounds the expected share of false accepts among all accepts by alpha, under any dependence.
 */
export function eLondAlpha(alpha: number, t: number, accepted: number): number {
  return spentAlpha(alpha, t) * (accepted + 1);
}
