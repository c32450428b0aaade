/** One level of a step function: from this evaluation on, the value holds until the next point. */
export interface CurvePoint {
  readonly evaluation: number;
  readonly value: number;
}

export interface StepCurve {
  readonly points: readonly CurvePoint[];
  /** The evaluation up to which the last value is known to hold. */
  readonly end: number;
}

export interface StepCurveRecorder {
  /** The value from this evaluation on. Evaluations never decrease from call to call. */
  readonly record: (evaluation: number, value: number) => void;
  /** Says that the last value still holds at this evaluation. */
  readonly extend: (evaluation: number) => void;
  readonly curve: () => StepCurve;
}

/**
 * Records a step function in at most `limit` points (3 or more), however many there are. Every point that is returned is
 * exact; when thinned, a step appears up to one stride late and never early. The first point is always kept.
 */
export function createStepCurve(limit: number): StepCurveRecorder {
  let points: CurvePoint[] = [];
  let end = 0;
  let stride = 1;

  const bucketOf = (point: CurvePoint): number => Math.floor(point.evaluation / stride);
  const lastOfItsBucket = (point: CurvePoint, index: number): boolean => {
    const next = points[index + 1];
    return index === 0 || next === undefined || bucketOf(next) !== bucketOf(point);
  };

  return {
    record(evaluation, value) {
      end = Math.max(end, evaluation);
      if (points.at(-1)?.value === value) return;
      const point = { evaluation, value };
      if (points.length > 1 && bucketOf(points.at(-1)!) === bucketOf(point)) points.pop();
      points.push(point);
      while (points.length > limit) {
        stride *= 2;
        points = points.filter(lastOfItsBucket);
      }
    },
    extend(evaluation) {
      end = Math.max(end, evaluation);
    },
    curve: () => ({ points: [...points], end }),
  };
}

/** The curve's value at an evaluation, or null before its first point. */
export function valueAt(curve: StepCurve, evaluation: number): number | null {
  let value: number | null = null;
  for (const point of curve.points) {
    if (point.evaluation > evaluation) break;
    value = point.value;
  }
  return value;
}
