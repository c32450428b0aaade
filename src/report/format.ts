import type { Objective } from '../kernel/objective.ts';

/** A whole number with thousands separators. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** One noun for one thing, another for any other number. */
export function formatAmount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `0.4 s`, `42 s`, `3 min 05 s`, `2 h 07 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** Writes a measured value with its unit; null, for a value that was not measured, as a dash. */
export type ValueFormat = (value: number | null) => string;

/** A format with enough decimals to tell the given values apart: three significant digits of their range. */
export function createValueFormat(unit: string, values: readonly number[]): ValueFormat {
  const finite = values.filter(Number.isFinite);
  const range = finite.length > 1 ? maximumOf(finite) - minimumOf(finite) : 0;
  const scale = range > 0 ? range : Math.abs(finite[0] ?? 1);
  const decimals = finite.every(Number.isInteger) ? 0 : clamp(2 - Math.floor(Math.log10(scale || 1)), 0, 8);
  return (value) => (value === null ? '–' : `${formatNumber(value, decimals)}${unitSuffix(unit)}`);
}

/** A number with a fixed number of decimals, a real minus sign, and powers of ten where plain digits would be unreadable. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const awkward = size >= 1e9 || (size > 0 && size < 10 ** -Math.max(decimals, 6));
  const text = awkward
    ? size.toExponential(2).replace('e+', 'e')
    : size.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return value < 0 && !/^[0.,]*$/.test(text) ? `−${text}` : text;
}

/** `%` and `×` follow the number closely, every other unit after a no-break space. */
export function unitSuffix(unit: string): string {
  if (unit === '') return '';
  return unit === '%' || unit === '×' ? unit : `\u00a0${unit}`;
}

/** Change relative to where it started, as `−23.5%`; null when the start is zero. */
export function formatChange(from: number, to: number): string | null {
  if (from === 0 || from === to) return null;
  const percent = (100 * (to - from)) / Math.abs(from);
  const text = formatNumber(Math.abs(percent), Math.abs(percent) < 100 ? 1 : 0);
  return `${percent < 0 ? '−' : '+'}${text}%`;
}

export function directionWords(objective: Pick<Objective, 'direction'>): string {
  return objective.direction === 'minimize' ? 'lower is better' : 'higher is better';
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Like Math.min and Math.max over a list, of any length. */
export function minimumOf(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity);
}

export function maximumOf(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity);
}
