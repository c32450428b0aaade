import type { DecisionKind } from '../../../kernel/decision.ts';
import type { RefusalKind } from '../../../kernel/event.ts';
import type { Objective } from '../../../kernel/objective.ts';
import type { Budget, HeldOutSlice } from '../../../kernel/task.ts';
import type { EvidenceGrade } from '../../../kernel/verdict.ts';

/** A run in the list. `id` names it in every address. */
export interface RunCard {
  readonly id: string;
  readonly name: string;
  readonly task: string;
  readonly phase: 'empty' | 'started' | 'running' | 'finished' | 'unreadable';
  /** True while some process holds the run's lock. */
  readonly live: boolean;
  readonly reason: string | null;
  readonly evaluations: number;
  readonly keeps: number;
  /** Of the first objective; null before the baseline was judged. */
  readonly baseline: number | null;
  readonly incumbent: number | null;
  readonly objective: Objective | null;
  readonly startedAt: string | null;
  /** The run beside it that serves as its control. */
  readonly control: string | null;
  /** Entries of the ledger that what is shown rests on, and how many there are: they differ while a long run is read. */
  readonly reading: { readonly read: number; readonly total: number };
}

/** A line of figures over evaluations and over seconds of work, at most a few hundred points. */
export interface Curve {
  readonly evaluations: readonly number[];
  readonly seconds: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Overview {
  readonly card: RunCard;
  readonly description: string;
  readonly objectives: readonly Objective[];
  readonly heldOut: readonly HeldOutSlice[];
  readonly curves: {
    readonly incumbent: Curve;
    readonly bestVisible: Curve;
    readonly heldOut: { readonly [slice: string]: Curve };
    readonly control: Curve | null;
  };
  /** Half the width of the 95 % noise band around a figure, measured before the first proposal; null where nothing was. */
  readonly noise: number | null;
  readonly decisions: { readonly [kind in DecisionKind]: number };
  readonly refusals: { readonly [kind in RefusalKind]?: number };
  readonly budget: Budget;
  readonly spent: {
    readonly evaluations: number;
    readonly seconds: number;
    readonly work: number;
    readonly money: number;
  };
  /** Evaluations a minute over the last minute of work. */
  readonly rate: number | null;
  readonly judge: {
    readonly oracle: string;
    readonly grade: EvidenceGrade | null;
    readonly isolation: string | null;
    readonly signed: boolean;
    readonly rule: string;
  };
  readonly guards: readonly GuardLight[];
  readonly proposers: readonly { readonly name: string; readonly proposed: number; readonly kept: number }[];
  readonly head: { readonly sequence: number; readonly hash: string } | null;
}

/** One thing that could stop or spoil the run, and how it stands. */
export interface GuardLight {
  readonly name: string;
  readonly state: 'good' | 'warning' | 'bad' | 'off';
  readonly detail: string;
}
