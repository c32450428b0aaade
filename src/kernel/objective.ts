/** Which measured number is improved, and which way is better. */
export interface Objective {
  /** Name of the metric as a check reports it. */
  readonly metric: string;
  /** The visible slice whose checks report it. */
  readonly slice: string;
  readonly direction: 'minimize' | 'maximize';
  /** Printed after every figure, as "%" or "ms"; empty for a pure number. */
  readonly unit: string;
  /** The run ends as soon as the incumbent reaches this value. */
  readonly target: number | null;
  /** Improvement over the baseline, in the metric's unit, that the run must reach to count as a success. */
  readonly required: number | null;
}

/** How much better `candidate` is than `reference`: positive is better, whatever the direction. */
export function gain(objective: Pick<Objective, 'direction'>, candidate: number, reference: number): number {
  return objective.direction === 'minimize' ? reference - candidate : candidate - reference;
}

/** True when `value` reaches the objective's target. */
export function reachesTarget(objective: Objective, value: number): boolean {
  return objective.target !== null && gain(objective, value, objective.target) >= 0;
}
