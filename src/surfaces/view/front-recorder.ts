import type { Objective } from '../../kernel/objective.ts';
import { gain } from '../../kernel/objective.ts';
import type { FrontPoint } from './protocol.ts';

/** Which candidates no other one beats on all objectives, and the latest of the rest. */
export interface FrontRecorder {
  readonly add: (point: FrontPoint) => void;
  /** A candidate that is judged again stands nowhere until it is decided anew. Who it beat until then stays away. */
  readonly remove: (number: number) => void;
  /** In the order of their numbers. */
  readonly front: () => readonly FrontPoint[];
  /** Beaten ones, oldest first. */
  readonly latest: () => readonly FrontPoint[];
}

/** With many objectives nearly everything stands on the front: the oldest leave. */
const MOST_ON_FRONT = 2000;
const MOST_BESIDE = 3000;

export function createFrontRecorder(objectives: readonly Pick<Objective, 'direction'>[]): FrontRecorder {
  let front: FrontPoint[] = [];
  let beside: FrontPoint[] = [];
  const putBeside = (points: readonly FrontPoint[]): void => {
    beside.push(...points);
    if (beside.length > 2 * MOST_BESIDE) beside = beside.slice(-MOST_BESIDE);
  };
  return {
    add(point) {
      if (front.some((other) => dominates(objectives, other, point))) return putBeside([point]);
      const beaten = new Set(front.filter((other) => dominates(objectives, point, other)));
      putBeside([...beaten]);
      front = [...front.filter((other) => !beaten.has(other)), point].slice(-MOST_ON_FRONT);
    },
    remove(number) {
      front = front.filter((point) => point.number !== number);
      beside = beside.filter((point) => point.number !== number);
    },
    front: () => front.toSorted((left, right) => left.number - right.number),
    latest: () => beside.slice(-MOST_BESIDE),
  };
}

/** Nowhere worse and somewhere better. */
function dominates(
  objectives: readonly Pick<Objective, 'direction'>[],
  point: FrontPoint,
  other: FrontPoint,
): boolean {
  let better = false;
  for (const [place, objective] of objectives.entries()) {
    const gained = gain(objective, point.values[place]!, other.values[place]!);
    // What is no number is not better, and not as good.
    if (!(gained >= 0)) return false;
    better ||= gained > 0;
  }
  return better;
}
