import type { Objective } from '../../kernel/objective.ts';
import type { Task } from '../../kernel/task.ts';
import { scoreGrade } from '../../kernel/run-state.ts';
import type { CheckResult, EvidenceGrade, Verdict } from '../../kernel/verdict.ts';
import { gradeOf, metricOf } from '../../kernel/verdict.ts';

/** A measured number as people read it, with its unit. */
export function figure(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined) return 'not measured';
  const digits = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return unit === '' ? digits : `${digits} ${unit}`;
}

/** The first objective on a verdict. */
export function objectiveFigure(task: Task, verdict: Verdict | null | undefined): string {
  const objective: Objective = task.objectives[0]!;
  return figure(verdict ? metricOf(verdict, objective.slice, objective.metric) : null, objective.unit);
}

/** The same with the grade of the evidence behind it. */
export function gradedFigure(task: Task, verdict: Verdict | null | undefined): string {
  const grade = verdict ? scoreGrade(task, verdict) : null;
  return `${objectiveFigure(task, verdict)}${gradeText(grade)}`;
}

/** A grade as it stands behind a figure; nothing where nothing was measured. */
export function gradeText(grade: EvidenceGrade | null): string {
  return grade === null ? '' : ` [${grade}]`;
}

/** One line a check: what was asked, how it came out, how far to believe it. */
export function checkLine(check: CheckResult): string {
  const metrics = Object.entries(check.metrics).map(([name, value]) => `${name} ${figure(value)}`);
  const facts = [...metrics, check.reason].filter((fact) => fact !== null && fact !== '');
  const { status, slice, check: name, grade, visibility, dependence } = check;
  const why = dependence === undefined ? '' : `; not independent: ${dependence.join('; ')}`;
  return `${status}  ${slice}  ${name}: ${facts.join(', ')}  [${grade}, ${visibility}${why}]`;
}

/** One line a verdict. */
export function verdictLine(verdict: Verdict): string {
  const { level, mechanism } = verdict.sandbox;
  const sandbox = level === 'none' ? 'NO SANDBOX' : `${mechanism}, level ${level}`;
  return `${verdict.status}  ${verdict.mode}  inputs ${verdict.inputs}  evidence ${gradeOf(verdict)}  ${sandbox}`;
}
