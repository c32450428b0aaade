/** A measured number to so many significant digits; a dash where there is none. */
export function significant(value: number | null, unit = '', digits = 4): string {
  if (value === null) return '–';
  const text = String(Number(value.toPrecision(digits))).replace('-', '−');
  return unit === '' ? text : `${text} ${unit}`;
}

/** The same with its sign, for gains. */
export function signed(value: number | null, unit = ''): string {
  return value !== null && value > 0 ? `+${significant(value, unit)}` : significant(value, unit);
}

/** A share as `12.3 %`. */
export function percentage(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
