import type { CheckContext, CheckOutcome, Json, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';

/**
 * The largest least distance of n points in a unit square, n = 2 to 9, all proved (Schaer & Meir 1965, Schaer 1965,
 * Melissen 1994; table in Szabó et al., New Approaches to Circle Packing in a Square, 2007).
 */
const OPTIMUM: { readonly [points: number]: number } = {
  2: Math.SQRT2,
  3: Math.sqrt(6) - Math.SQRT2,
  4: 1,
  5: Math.SQRT2 / 2,
  6: Math.sqrt(13) / 6,
  7: 4 - 2 * Math.sqrt(3),
  8: (Math.sqrt(6) - Math.SQRT2) / 2,
  9: 0.5,
};

/** What double arithmetic may add to a distance; nothing else may exceed a proved optimum. */
const ROUNDING = 1e-9;

type Point = readonly [number, number];

/** Spreading n points in the unit square, measured from the plain coordinates, without tolerance at the border. */
export function packingOracle(): Oracle {
  return defineOracle({
    checks: [
      { name: 'spreads the points', slice: 'sizes', visibility: 'visible', run: spreads([2, 5, 7]) },
      {
        name: 'spreads other numbers of points',
        slice: 'others',
        visibility: 'held-out',
        run: spreads([3, 4, 6, 8, 9]),
      },
    ],
  });
}

/** Its metric `ratio` is the least distance over the optimum, for the number of points where that is smallest. */
function spreads(sizes: readonly number[]) {
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    const ratios: { [points: string]: number } = {};
    for (const size of sizes) {
      const answer = await subject.ask(size);
      if (answer.kind === 'threw') return { status: 'fail', reason: `it throws: ${answer.message}` };
      const points = readPoints(answer.value, size);
      if (typeof points === 'string') return { status: 'fail', reason: `${size} points: ${points}` };
      const ratio = leastDistance(points) / OPTIMUM[size]!;
      if (ratio > 1 + ROUNDING)
        return { status: 'fail', reason: `${size} points: beyond the proved optimum` };
      ratios[size] = ratio;
    }
    return { status: 'pass', metrics: { ratio: Math.min(...Object.values(ratios)) }, evidence: ratios };
  };
}

function readPoints(value: Json, size: number): readonly Point[] | string {
  if (!Array.isArray(value) || value.length !== size) return `the answer is no list of ${size} points`;
  for (const point of value as readonly Json[]) {
    if (!Array.isArray(point) || point.length !== 2) return 'a point has no two coordinates';
    if (!point.every((coordinate) => typeof coordinate === 'number' && coordinate >= 0 && coordinate <= 1))
      return 'a coordinate is no number from 0 to 1';
  }
  return value as readonly Point[];
}

function leastDistance(points: readonly Point[]): number {
  const distances = points.flatMap(([x, y], index) =>
    points.slice(index + 1).map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY)),
  );
  return Math.min(...distances);
}
