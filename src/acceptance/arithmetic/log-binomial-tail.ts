/**
 * ln P(X <= k) where X counts the heads of n fair coins, 0 <= k <= n. Summed from the largest term down, the upper half
 * through its complement, so that every digit of the smaller side survives; the error is a few units in the last place
 * of ln n!.
 */
export function logBinomialTail(n: number, k: number): number {
  if (k >= n) return 0;
  if (2 * k >= n) return Math.log1p(-Math.exp(logBinomialTail(n, n - k - 1)));
  let term = 1;
  let sum = 1;
  for (let below = k; below > 0 && term > sum * Number.EPSILON; below -= 1) {
    term *= below / (n - below + 1);
    sum += term;
  }
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * Math.LN2 + Math.log(sum);
}

/** ln B(a + 1, b + 1) = ln(a! b! / (a + b + 1)!) for whole a, b >= 0. */
export function logBeta(a: number, b: number): number {
  return logFactorial(a) + logFactorial(b) - logFactorial(a + b + 1);
}

/** ln n!: of the product itself while that is exact, then by Stirling's series (Abramowitz & Stegun 6.1.41). */
function logFactorial(n: number): number {
  if (n <= 18) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  const inverse = 1 / (n * n);
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)));
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series / n;
}
