import type { Json } from './json.ts';

/** What an oracle can vouch for, weakest first. */
export const EVIDENCE_GRADES = [
  'self-reported',
  'same-process',
  'separate-process',
  'held-out',
  'independent',
  'proved',
] as const;

export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** The weakest of several grades: what a whole verdict can vouch for. Without any, nothing is vouched for. */
export function weakestGrade(grades: readonly EvidenceGrade[]): EvidenceGrade {
  if (grades.length === 0) return 'self-reported';
  const ranks = grades.map((grade) => EVIDENCE_GRADES.indexOf(grade));
  return EVIDENCE_GRADES[Math.min(...ranks)]!;
}

export type VerdictStatus = 'pass' | 'fail' | 'crash' | 'timeout' | 'refused';

/**
 * `fresh`: a sandbox of the candidate's own, used once. `screened`: a recycled sandbox shared with other candidates of a
 * trusted proposer; good enough to discard, never to keep.
 */
export type JudgeMode = 'screened' | 'fresh';

/** May a proposer see what the check measured? */
export type Visibility = 'visible' | 'held-out';

/** One question put to a candidate, answered: a measurement with its evidence, never a bare number. */
export interface CheckResult {
  readonly check: string;
  readonly slice: string;
  readonly visibility: Visibility;
  readonly grade: EvidenceGrade;
  readonly status: VerdictStatus;
  readonly metrics: { readonly [metric: string]: number };
  /** Why it did not pass; null on a pass. */
  readonly reason: string | null;
  /** What the check shows for its result, as a counterexample. */
  readonly evidence: Json;
  /** Questions the subject was asked. */
  readonly questions: number;
  /** SHA-256 over every question and answer, in order. */
  readonly transcript: string;
  /** Readings of its held-out slice up to this one, as the oracle counts them; left out where nothing is counted. */
  readonly reads?: number;
  /** Why it is not graded `independent`, where somebody claimed that it is. */
  readonly dependence?: readonly string[];
}

/** Which isolation stood between the candidate and everything else; stamped into every verdict. */
export interface SandboxStamp {
  /**
   * 1: root caller, a kernel user of its own per slot, cgroup. 2: ordinary user with a delegated cgroup. 3: ordinary
   * user, resource limits only. `none`: no isolation, which only `--unsafe-no-sandbox` allows.
   */
  readonly level: 1 | 2 | 3 | 'none';
  /** Program and version, as `bubblewrap 0.8.0`. */
  readonly mechanism: string;
  /** SHA-256 over the profile: arguments, system-call filter and limits. */
  readonly profile: string;
}

/** What the oracle says of one candidate. */
export interface Verdict {
  readonly status: VerdictStatus;
  readonly mode: JudgeMode;
  /** Names the inputs: verdicts with the same label were asked the same questions. */
  readonly inputs: string;
  /** In cascade order; checks after the first failure were not run. */
  readonly checks: readonly CheckResult[];
  readonly reason: string | null;
  readonly sandbox: SandboxStamp;
}

/** A metric as a slice's check measured it, or null when the verdict holds no such measurement. */
export function metricOf(verdict: Verdict, slice: string, metric: string): number | null {
  for (const check of verdict.checks) {
    if (check.slice !== slice) continue;
    if (Object.hasOwn(check.metrics, metric)) return check.metrics[metric]!;
  }
  return null;
}

/** The grade of the whole: that of its weakest check, and never above `same-process` without a sandbox. */
export function gradeOf(verdict: Verdict): EvidenceGrade {
  const grades = verdict.checks.map((check) => check.grade);
  return weakestGrade(verdict.sandbox.level === 'none' ? [...grades, 'same-process'] : grades);
}

/** The grade of what a slice's checks measured; null when none of them was run. */
export function sliceGrade(verdict: Verdict, slice: string): EvidenceGrade | null {
  const checks = verdict.checks.filter((check) => check.slice === slice);
  return checks.length === 0 ? null : gradeOf({ ...verdict, checks });
}
