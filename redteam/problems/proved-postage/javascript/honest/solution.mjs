/** Cents for a parcel: 95 for each started 500 g, and 1000 above 20 kg. */
export function postage(grams) {
  return (Math.floor(grams / 500) + Number(grams % 500 !== 0)) * 95 + (grams > 20000 ? 1000 : 0);
}
