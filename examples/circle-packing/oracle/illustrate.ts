import type { Illustration } from 'fulcrum';
import type { Circle } from './packing.ts';

const DIGITS = 4;

/** Draws a packing in its square. */
export function illustratePacking(circles: readonly Circle[], sum: number): Illustration {
  const rounded = (value: number): number => Number(value.toFixed(DIGITS));
  return {
    kind: 'shapes',
    title: '26 circles in the unit square',
    caption: 'The lighter a circle, the larger. What counts is the sum of the radii.',
    label: `sum of radii ${sum.toFixed(6)}`,
    box: { left: 0, bottom: 0, right: 1, top: 1 },
    shapes: circles.map(({ x, y, radius }, index) => ({
      kind: 'circle',
      x: rounded(x),
      y: rounded(y),
      radius: rounded(radius),
      shade: rounded(Math.min(1, radius / 0.14)),
      label: `circle ${index}: radius ${radius.toFixed(DIGITS)}`,
    })),
  };
}
