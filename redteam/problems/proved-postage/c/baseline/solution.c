/*
 * What a parcel of so many grams costs, in cents. Each started step of 500 g costs 95 cents. A parcel of more than 20 kg
 * costs 1000 cents more, because two people have to carry it.
 */
int postage(int grams) {
  int steps = grams / 500;
  int rest = grams % 500;
  if (rest != 0) {
    steps = steps + 1;
  }
  int cents = steps * 95;
  int is_heavy = grams > 20000;
  if (is_heavy) {
    cents = cents + 1000;
  }
  return cents;
}
