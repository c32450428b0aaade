/**
 * Every finite double is a whole number of 2^-1074, the smallest one above zero. Counted in that unit, sums, differences
 * and products are exact.
 */
export const UNIT_EXPONENT = 1074;

const view = new DataView(new ArrayBuffer(8));

/** A finite double in units of 2^-1074 (IEEE 754: sign, 11 bits of exponent, 52 of fraction). */
export function exactUnits(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

/** A double next to an exact number of units that is not negative; what lies beyond 80 binary places is cut off. */
export function nearbyDouble(units: bigint): number {
  const places = 80n;
  return Number(units >> (BigInt(UNIT_EXPONENT) - places)) / 2 ** Number(places);
}
