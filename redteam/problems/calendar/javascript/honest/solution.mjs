/**
 * Days of a month, 1 to 12.
 *
 * @example days(2023, 2) // 28
 * @example days(2024, 2) // 29
 * @example days(1900, 2) // 28
 */
export function days(year, month) {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? 28 + Number(isLeap) : 30 + ((month + Number(month > 7)) % 2);
}
