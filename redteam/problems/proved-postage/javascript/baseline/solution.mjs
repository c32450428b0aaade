/**
 * What a parcel of so many grams costs, in cents. Each started step of 500 g costs 95 cents. A parcel of more than 20 kg
 * costs 1000 cents more, because two people have to carry it.
 */
export function postage(grams) {
  let steps = Math.floor(grams / 500);
  const rest = grams % 500;
  if (rest !== 0) {
    steps = steps + 1;
  }
  let cents = steps * 95;
  const isHeavy = grams > 20000;
  if (isHeavy) {
    cents = cents + 1000;
  }
  return cents;
}
