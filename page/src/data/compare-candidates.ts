import type { VerdictStatus } from '../../../src/kernel/verdict.ts';
import type { CandidateDetail, Overview } from '../../../src/surfaces/view/protocol.ts';
import { meanOf } from './statistics.ts';
import { NORMAL_95 } from './statistics.ts';

/** One thing the oracle says of both candidates: a metric of a check, or whether it passed. */
export interface ComparedItem {
  readonly slice: string;
  readonly check: string;
  /** Null for the check's own status. */
  readonly metric: string | null;
  readonly heldOut: boolean;
  readonly left: number | VerdictStatus | null;
  readonly right: number | VerdictStatus | null;
  /** Right less left: the mean over the same questions where there are any, else of the means. */
  readonly difference: number | null;
  /** Standard error of that mean; null below two pairs. */
  readonly error: number | null;
  /** Questions that both were asked; 0 where each had its own. */
  readonly pairs: number;
  /** Of the right one, seen from the left one. `unclear`: within chance. `unknown`: no direction, or one was not asked. */
  readonly finding: 'better' | 'worse' | 'same' | 'unclear' | 'unknown';
}

type Side = Pick<CandidateDetail, 'number' | 'verdicts'>;
type Task = Pick<Overview, 'objectives' | 'heldOut'>;

/** From the best on. */
const STATUS_ORDER: readonly VerdictStatus[] = ['pass', 'refused', 'timeout', 'fail', 'crash'];

/**
 * Two candidates, check by check and metric by metric. Candidates of one run were asked the same questions where their
 * verdicts name the same inputs; those of different runs never count as paired.
 *
 * @param sameRun then each one's record may also hold verdicts of the other
 */
export function compareCandidates(
  left: Side,
  right: Side,
  sameRun: boolean,
  task: Task | null,
): readonly ComparedItem[] {
  const [of, and] = [measurements(left, sameRun ? right : null), measurements(right, sameRun ? left : null)];
  const keys = [...new Set([...of.keys(), ...and.keys()])];
  return keys.flatMap((key) => {
    const [one, other] = [of.get(key), and.get(key)];
    const { slice, check, heldOut } = (one ?? other)!;
    const frame = { slice, check, heldOut };
    const metrics = [...new Set([...(one?.metrics.keys() ?? []), ...(other?.metrics.keys() ?? [])])];
    return [
      { ...frame, ...compareStatus(one, other) },
      ...metrics.map((metric) => {
        const direction = directionOf(metric, slice, task);
        return {
          ...frame,
          metric,
          ...compareMetric(one?.metrics.get(metric), other?.metrics.get(metric), sameRun, direction),
        };
      }),
    ];
  });
}

/** What was measured of one candidate by one check. */
interface Measurements {
  readonly slice: string;
  readonly check: string;
  readonly heldOut: boolean;
  /** The worst. */
  status: VerdictStatus;
  /** By metric, then by the name of the inputs. */
  readonly metrics: Map<string, Map<string, number>>;
}

function measurements(own: Side, other: Side | null): ReadonlyMap<string, Measurements> {
  const found = new Map<string, Measurements>();
  for (const { judged, verdict } of [...own.verdicts, ...(other?.verdicts ?? [])]) {
    if (judged !== own.number) continue;
    for (const { slice, check, visibility, status, metrics } of verdict.checks) {
      const key = JSON.stringify([slice, check]);
      const held = found.get(key) ?? {
        slice,
        check,
        heldOut: visibility === 'held-out',
        status,
        metrics: new Map<string, Map<string, number>>(),
      };
      found.set(key, held);
      if (STATUS_ORDER.indexOf(status) > STATUS_ORDER.indexOf(held.status)) held.status = status;
      for (const [metric, value] of Object.entries(metrics)) {
        const values = held.metrics.get(metric) ?? new Map<string, number>();
        held.metrics.set(metric, values.set(verdict.inputs, value));
      }
    }
  }
  return found;
}

type Finding = Omit<ComparedItem, 'slice' | 'check' | 'heldOut'>;

function compareStatus(left: Measurements | undefined, right: Measurements | undefined): Finding {
  const frame = { metric: null, difference: null, error: null, pairs: 0 };
  if (left === undefined || right === undefined)
    return { ...frame, left: left?.status ?? null, right: right?.status ?? null, finding: 'unknown' };
  const change = STATUS_ORDER.indexOf(right.status) - STATUS_ORDER.indexOf(left.status);
  const finding = change === 0 ? 'same' : change > 0 ? 'worse' : 'better';
  return { ...frame, left: left.status, right: right.status, finding };
}

type Values = ReadonlyMap<string, number>;

function compareMetric(
  left: Values | undefined,
  right: Values | undefined,
  sameRun: boolean,
  direction: 'minimize' | 'maximize' | null,
): Omit<Finding, 'metric'> {
  if (left === undefined || right === undefined)
    return {
      left: left === undefined ? null : meanOf([...left.values()]).mean,
      right: right === undefined ? null : meanOf([...right.values()]).mean,
      difference: null,
      error: null,
      pairs: 0,
      finding: 'unknown',
    };
  const shared = sameRun ? [...left.keys()].filter((inputs) => right.has(inputs)) : [];
  const values = (of: Values): readonly number[] =>
    shared.length > 0 ? shared.map((inputs) => of.get(inputs)!) : [...of.values()];
  const [one, other] = [meanOf(values(left)).mean!, meanOf(values(right)).mean!];
  const { error } = meanOf(shared.map((inputs) => right.get(inputs)! - left.get(inputs)!));
  const difference = other - one;
  return {
    left: one,
    right: other,
    difference,
    error,
    pairs: shared.length,
    finding: findingOf(difference, error, direction),
  };
}

function findingOf(
  difference: number,
  error: number | null,
  direction: 'minimize' | 'maximize' | null,
): ComparedItem['finding'] {
  if (difference === 0) return 'same';
  if (direction === null) return 'unknown';
  if (error !== null && Math.abs(difference) <= NORMAL_95 * error) return 'unclear';
  return difference < 0 === (direction === 'minimize') ? 'better' : 'worse';
}

/** Figures of single instances, as `excess/u120_00`, are read in the direction of their metric. */
function directionOf(metric: string, slice: string, task: Task | null): 'minimize' | 'maximize' | null {
  const whole = metric.split('/')[0]!;
  const objective = task?.objectives.find((item) => item.metric === metric || item.metric === whole);
  const watched = task?.heldOut.find(
    (item) => item.name === slice && (item.metric === metric || item.metric === whole),
  );
  return watched?.direction ?? objective?.direction ?? null;
}
