/** A line as it is measured: its own places on the x axis, ascending. */
export interface Measured {
  readonly x: readonly number[];
  readonly values: readonly (number | null)[];
}

/** Lines on one x axis. */
export interface Aligned {
  readonly x: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/**
 * Puts step curves on one x axis: between two of its own places a curve keeps its last value, and outside them it has
 * none.
 */
export function alignCurves(curves: readonly Measured[]): Aligned {
  const x = [...new Set(curves.flatMap((curve) => curve.x))].toSorted((left, right) => left - right);
  return { x, values: curves.map((curve) => held(curve, x)) };
}

function held(curve: Measured, x: readonly number[]): readonly (number | null)[] {
  const last = curve.x.at(-1) ?? -Infinity;
  let next = 0;
  let value: number | null = null;
  return x.map((place) => {
    while (next < curve.x.length && curve.x[next]! <= place) value = curve.values[next++] ?? null;
    return place > last ? null : value;
  });
}
