import type { Json } from './json.ts';

/**
 * A picture a check may put into its evidence, under the key `illustration`. The report shows that of the baseline beside
 * that of the winner.
 */
export type Illustration = HeatMapIllustration | ShapesIllustration;

/** A function of two numbers. */
export interface HeatMapIllustration {
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

/** Circles and rectangles in the plane, in units of the task's own; y grows upwards. */
export interface ShapesIllustration {
  readonly kind: 'shapes';
  readonly title: string;
  /** One or two sentences: what is shown and what to look for. */
  readonly caption: string;
  /** What is said of this one picture, as its figure. */
  readonly label: string;
  /** What is shown; drawn as a frame. */
  readonly box: {
    readonly left: number;
    readonly bottom: number;
    readonly right: number;
    readonly top: number;
  };
  readonly shapes: readonly IllustrationShape[];
}

export type IllustrationShape = {
  /** Centre of a circle, lower left corner of a rectangle. */
  readonly x: number;
  readonly y: number;
  /** Colour from dark, 0, to light, 1. */
  readonly shade: number;
  /** Shown where the pointer rests. */
  readonly label: string;
} & (
  | { readonly kind: 'circle'; readonly radius: number }
  | { readonly kind: 'rectangle'; readonly width: number; readonly height: number }
);

/** Pictures with more shapes than this are not shown. */
export const MOST_SHAPES = 2000;

export interface IllustrationAxis {
  readonly label: string;
  /** Value of the first column or row, and the distance to the next. */
  readonly start: number;
  readonly step: number;
}

/** The illustration in a check's evidence, or null when there is none of the right shape. */
export function illustrationIn(evidence: Json): Illustration | null {
  const value = fieldOf(evidence, 'illustration');
  if (value === null || !areTexts(value, ['title', 'caption'])) return null;
  const kind = fieldOf(value, 'kind');
  const isSound = (kind === 'heat-map' && isHeatMap(value)) || (kind === 'shapes' && isShapes(value));
  return isSound ? (value as unknown as Illustration) : null;
}

function isHeatMap(value: Json): boolean {
  const axes = [fieldOf(value, 'x'), fieldOf(value, 'y')].every(isAxis);
  const scale = fieldOf(value, 'scale');
  return (
    areTexts(value, ['unit']) &&
    axes &&
    (scale === 'sequential' || scale === 'diverging') &&
    isGrid(fieldOf(value, 'rows'))
  );
}

function isShapes(value: Json): boolean {
  const box = fieldOf(value, 'box');
  const shapes = fieldOf(value, 'shapes');
  return (
    areTexts(value, ['label']) &&
    areNumbers(box, ['left', 'bottom', 'right', 'top']) &&
    Number(fieldOf(box, 'left')) < Number(fieldOf(box, 'right')) &&
    Number(fieldOf(box, 'bottom')) < Number(fieldOf(box, 'top')) &&
    Array.isArray(shapes) &&
    shapes.length <= MOST_SHAPES &&
    shapes.every(isShape)
  );
}

function isShape(value: Json): boolean {
  if (!areTexts(value, ['label']) || !areNumbers(value, ['x', 'y', 'shade'])) return false;
  switch (fieldOf(value, 'kind')) {
    case 'circle':
      return areSizes(value, ['radius']);
    case 'rectangle':
      return areSizes(value, ['width', 'height']);
    default:
      return false;
  }
}

function areTexts(value: Json, names: readonly string[]): boolean {
  return names.every((name) => typeof fieldOf(value, name) === 'string');
}

function areNumbers(value: Json, names: readonly string[]): boolean {
  return names.every((name) => Number.isFinite(fieldOf(value, name)));
}

function areSizes(value: Json, names: readonly string[]): boolean {
  return areNumbers(value, names) && names.every((name) => Number(fieldOf(value, name)) >= 0);
}

function fieldOf(value: Json | undefined, name: string): Json | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return (value as { readonly [key: string]: Json })[name] ?? null;
}

function isAxis(value: Json): boolean {
  return areTexts(value, ['label']) && areNumbers(value, ['start', 'step']);
}

function isGrid(value: Json): boolean {
  const isCell = (cell: Json): boolean => cell === null || typeof cell === 'number';
  return Array.isArray(value) && value.every((row: Json) => Array.isArray(row) && row.every(isCell));
}
