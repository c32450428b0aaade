/** Cents for a parcel: 95 for each started 500 g, and 1000 above 20 kg. */
export function reference(grams: number): number {
  return Math.ceil(grams / 500) * 95 + (grams > 20000 ? 1000 : 0);
}
