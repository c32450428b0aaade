/* Cents for a parcel: 95 for each started 500 g, and 1000 above 20 kg. */
int postage(int grams) {
  return (grams / 500 + (grams % 500 != 0)) * 95 + (grams > 20000 ? 1000 : 0);
}
