import type { Expectation } from '../../attack.ts';

/** Something a candidate does to what judges it, in source text. */
export interface Subversion {
  readonly name: string;
  readonly does: string;
  readonly expectation: Expectation;
  /** What it does takes effect in the next evaluation, not in the one that loads it. */
  readonly outlasts: boolean;
  /** What its functions answer meanwhile: answers of the right shape with wrong values, or those of the reference. */
  readonly answers: 'wrongly' | 'as the reference';
  /** True for what makes no sense where no result is left in a file. */
  readonly needsResultFile: boolean;
  /** Statements that come after the module's own; null where the language has no such thing. */
  readonly javascript: ((targets: Targets) => string) | null;
  readonly python: ((targets: Targets) => string) | null;
}

/** What a candidate can find out about where it is judged, by looking around. */
export interface Targets {
  /** Absolute paths of the harness's files. */
  readonly harnessFiles: readonly string[];
  /** Absolute paths at which results are left for somebody else to read. */
  readonly resultFiles: readonly string[];
}

/** A subversion that answers wrongly and must not pass; the parts that differ are named. */
export function subversion(
  parts: Pick<Subversion, 'name' | 'does' | 'javascript' | 'python'> & Partial<Subversion>,
): Subversion {
  return { expectation: 'must-fail', outlasts: false, answers: 'wrongly', needsResultFile: false, ...parts };
}

/** Data as a literal of either language. */
export function literal(value: unknown): string {
  return JSON.stringify(value);
}

/** Functions of Node's own, reached alike from a script and a module. */
export const BUILTINS = `const builtin = (name) => process.getBuiltinModule('node:' + name);`;
