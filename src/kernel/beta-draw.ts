import type { Random } from './random.ts';

/**
 * A draw from the beta distribution, as the share of one of two gamma draws.
 *
 * @param a at least 1
 * @param b at least 1
 */
export function drawBeta(a: number, b: number, random: Random): number {
  const left = drawGamma(a, random);
  return left / (left + drawGamma(b, random));
}

/** A draw from the gamma distribution of scale 1 for a shape of at least 1 (Marsaglia and Tsang 2000). */
function drawGamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.next();
    if (Math.log(u) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
