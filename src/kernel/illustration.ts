import type { Json } from './json.ts';

/**
 * A picture a check may put into its evidence, under the key `illustration`: a function of two numbers. The report shows
 * that of the baseline beside that of the winner.
 */
export interface Illustration {
  readonly kind: 'heat-map';
  readonly title: string;
  /** One or two sentences: what is shown and what to look for. */
  readonly caption: string;
  readonly x: IllustrationAxis;
  readonly y: IllustrationAxis;
  readonly unit: string;
  /** `diverging` is centred on zero. */
  readonly scale: 'sequential' | 'diverging';
  /** `rows[j][i]` is the value at the i-th x and the j-th y; null where there is none. */
  readonly rows: readonly (readonly (number | null)[])[];
}

export interface IllustrationAxis {
  readonly label: string;
  /** Value of the first column or row, and the distance to the next. */
  readonly start: number;
  readonly step: number;
}

/** The illustration in a check's evidence, or null when there is none of the right shape. */
export function illustrationIn(evidence: Json): Illustration | null {
  const value = fieldOf(evidence, 'illustration');
  if (value === null || fieldOf(value, 'kind') !== 'heat-map') return null;
  const texts = ['title', 'caption', 'unit'].every((name) => typeof fieldOf(value, name) === 'string');
  const axes = [fieldOf(value, 'x'), fieldOf(value, 'y')].every(isAxis);
  const scale = fieldOf(value, 'scale');
  const sound =
    texts && axes && (scale === 'sequential' || scale === 'diverging') && isGrid(fieldOf(value, 'rows'));
  return sound ? (value as unknown as Illustration) : null;
}

function fieldOf(value: Json | undefined, name: string): Json | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as { readonly [key: string]: Json })[name] ?? null;
}

function isAxis(value: Json): boolean {
  return (
    typeof fieldOf(value, 'label') === 'string' &&
    typeof fieldOf(value, 'start') === 'number' &&
    typeof fieldOf(value, 'step') === 'number'
  );
}

function isGrid(value: Json): boolean {
  const isCell = (cell: Json): boolean => cell === null || typeof cell === 'number';
  return Array.isArray(value) && value.every((row: Json) => Array.isArray(row) && row.every(isCell));
}
