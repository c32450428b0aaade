int postage(int grams) {
  int steps = grams / 500 + !!(grams % 500);
  return (20000 < grams) * 1000 + steps * 95;
}
