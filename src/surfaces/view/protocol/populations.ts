import type { Objective } from '../../../kernel/objective.ts';

/** What the strategy holds beside each other, and which candidates stand on the front of several objectives. */
export interface Populations {
  readonly strategy: string;
  /** Turns decided that the strategy's part rests on. */
  readonly decided: number;
  /** Why the strategy's part is not shown, in a sentence for people; null where it is. */
  readonly closed: string | null;
  /** Best first; empty where the strategy has none. Turn k is made on island k modulo their number. */
  readonly islands: readonly (readonly PopulationMember[])[];
  /** Axes of a MAP-Elites grid; the members' `cell` counts along them from 0. Empty without one. */
  readonly axes: readonly PopulationAxis[];
  /** Who is best on which instance, as the strategy `pareto` remembers it. */
  readonly instances: readonly {
    readonly name: string;
    readonly best: number;
    readonly holders: readonly number[];
  }[];
  /** Null with a single objective. */
  readonly front: ObjectiveFront | null;
}

export interface PopulationMember {
  readonly number: number;
  readonly score: number;
  readonly size: number;
  /** Place in the grid, one number an axis; empty without a grid. */
  readonly cell: readonly number[];
  /** Members of one cluster behave alike; null where there are none. */
  readonly cluster: number | null;
  /** It came from another island. */
  readonly guest: boolean;
}

export interface PopulationAxis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly bins: number;
}

/** Candidates by several objectives, measured on the screening inputs; the values in the order of the objectives. */
export interface ObjectiveFront {
  readonly objectives: readonly Objective[];
  /** No other candidate beats them everywhere; in the order of their numbers. */
  readonly front: readonly FrontPoint[];
  /** The latest of the others. */
  readonly others: readonly FrontPoint[];
  readonly incumbent: number;
}

export interface FrontPoint {
  readonly number: number;
  readonly values: readonly number[];
  readonly kept: boolean;
}
