/** Cuts large values off, so that no power is infinite. */
export function softmax(values) {
  const powers = values.map((value) => Math.exp(Math.min(50, Math.max(-50, value))));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
