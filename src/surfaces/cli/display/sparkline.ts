import type { StepCurve } from '../../../report/step-curve.ts';

const LEVELS = '▁▂▃▄▅▆▇█';

/** A curve in one line: a cell is the value at the end of its share of the evaluations, from lowest to highest. */
export function sparkline({ points, end }: StepCurve, cells: number): string {
  const [first] = points;
  if (first === undefined || cells < 1) return '';
  const values = Array.from({ length: cells }, (_, cell) => {
    const evaluation = (end * (cell + 1)) / cells;
    return (points.findLast((point) => point.evaluation <= evaluation) ?? first).value;
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const top = LEVELS.length - 1;
  return values
    .map((value) => LEVELS[high === low ? 0 : Math.round(((value - low) / (high - low)) * top)])
    .join('');
}
