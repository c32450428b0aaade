import { clamp, maximumOf, minimumOf } from '../format.ts';

/** Cividis (Nuñez, Anderton & Renslow 2018): even in lightness, the same for people with and without colour deficiency. */
const SEQUENTIAL = [
  '#00224e',
  '#123570',
  '#3b496c',
  '#575d6d',
  '#707173',
  '#8a8678',
  '#a59c74',
  '#c3b369',
  '#e1cc55',
  '#fee838',
];

/** ColorBrewer RdBu, blue to red (Brewer & Harrower): safe for colour-blind readers. */
const DIVERGING = ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'];

export interface ColorScale {
  readonly low: number;
  readonly high: number;
  /** True when values beyond `low` and `high` exist and share the end colours. */
  readonly clipped: boolean;
  readonly colors: readonly string[];
  /** Index into `colors`. */
  readonly levelOf: (value: number) => number;
}

/**
 * Colours for finite values in `levels` steps. Few extreme values do not wash out the rest: when the full range is more
 * than eight times that of the middle 96 %, the scale ends there and says so.
 */
export function createColorScale(
  values: readonly number[],
  kind: 'sequential' | 'diverging',
  levels: number,
): ColorScale {
  const full = { low: minimumOf(values), high: maximumOf(values) };
  const middle = middleOf(values);
  const clipped = full.high - full.low > 8 * (middle.high - middle.low) && middle.high > middle.low;
  const range = clipped ? middle : full;
  const reach = Math.max(Math.abs(range.low), Math.abs(range.high));
  const { low, high } = kind === 'diverging' ? { low: -reach, high: reach } : range;
  const anchors = kind === 'diverging' ? DIVERGING : SEQUENTIAL;
  const colors = Array.from({ length: levels }, (_, level) => interpolate(anchors, level / (levels - 1)));
  return {
    low,
    high,
    clipped,
    colors,
    levelOf: (value) => {
      if (high === low) return Math.floor(levels / 2);
      return clamp(Math.floor(((value - low) / (high - low)) * levels), 0, levels - 1);
    },
  };
}

function middleOf(values: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.02), high: at(0.98) };
}

function interpolate(anchors: readonly string[], position: number): string {
  const place = position * (anchors.length - 1);
  const index = Math.min(Math.floor(place), anchors.length - 2);
  const channels = [1, 3, 5].map((start) => {
    const left = Number.parseInt(anchors[index]!.slice(start, start + 2), 16);
    const right = Number.parseInt(anchors[index + 1]!.slice(start, start + 2), 16);
    return Math.round(left + (right - left) * (place - index))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
