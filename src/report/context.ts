import type { Objective } from '../kernel/objective.ts';
import type { Task } from '../kernel/task.ts';
import type { EvidenceGrade } from '../kernel/verdict.ts';
import { EVIDENCE_GRADES } from '../kernel/verdict.ts';
import { excerptItems } from './excerpt.ts';
import type { ValueFormat } from './format.ts';
import { createValueFormat } from './format.ts';
import type { HeldOutValue, Milestone } from './history.ts';
import type { ReportInput } from './input.ts';

/** What several sections need, worked out once. Only a run whose baseline was judged has one. */
export interface ReportContext {
  readonly input: ReportInput;
  readonly task: Task;
  readonly objective: Objective;
  readonly baseline: Milestone;
  readonly keeps: readonly Milestone[];
  /** The last candidate that was kept; null while the baseline stands. */
  readonly winner: Milestone | null;
  readonly controlName: string;
  /** The control's incumbent, by the visible score. */
  readonly controlScore: number | null;
  /** Writes visible scores. */
  readonly score: ValueFormat;
  /** Writes values of a held-out slice. */
  readonly heldOut: (slice: string) => ValueFormat;
}

export function createContext(input: ReportInput): ReportContext | null {
  const { main, control } = input;
  const { task } = main.state;
  const objective = task?.objectives[0];
  if (!task || !objective || main.baseline === null) return null;
  const keeps = excerptItems(main.keeps);
  const controlScore = control?.incumbents.points.at(-1)?.value ?? null;
  const milestones = [main.baseline, ...keeps];
  const scores = [controlScore, ...milestones.map((milestone) => milestone.visible)].filter(
    (value) => value !== null,
  );
  const metricOfSlice = new Map(task.slices.heldOut.map(({ name, metric }) => [name, metric]));
  const sameMetric = milestones.flatMap(({ heldOut }) =>
    heldOut.flatMap(({ metric, value }) => (metric === objective.metric && value !== null ? [value] : [])),
  );
  const score = createValueFormat(objective.unit, [...scores, ...sameMetric]);
  return {
    input,
    task,
    objective,
    baseline: main.baseline,
    keeps,
    winner: keeps.at(-1) ?? null,
    controlName: task.control?.kind ?? control?.state.task?.strategy.kind ?? 'control',
    controlScore,
    score,
    heldOut: (slice) => {
      if (metricOfSlice.get(slice) === objective.metric) return score;
      return createValueFormat(
        '',
        milestones.flatMap((milestone) => heldOutValue(milestone, slice)?.value ?? []),
      );
    },
  };
}

export function heldOutValue(milestone: Milestone, slice: string): HeldOutValue | undefined {
  return milestone.heldOut.find((value) => value.slice === slice);
}

/** The grades of a milestone's figures, weakest first. */
export function gradesBeside(milestone: Milestone): readonly EvidenceGrade[] {
  const shown = new Set([milestone.visibleGrade, ...milestone.heldOut.map((value) => value.grade)]);
  return EVIDENCE_GRADES.filter((grade) => shown.has(grade));
}
