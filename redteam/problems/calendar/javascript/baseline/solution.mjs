/** Days of a month, 1 to 12. */
export function days(year, month) {
  return month === 2 ? 28 : 30 + ((month + (month > 7 ? 1 : 0)) % 2);
}
