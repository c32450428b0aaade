import type { ErrorDomain } from '../../kernel/errors.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import type { StopReason } from '../../kernel/event.ts';
import { gain } from '../../kernel/objective.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { screenedScore } from '../../kernel/run-state.ts';

/** What the process says when it ends. Documented in the README; never renumbered. */
export const EXIT_CODES = {
  finished: 0,
  internal: 1,
  usage: 2,
  budgetWithoutImprovement: 3,
  halted: 4,
  oracleOrSandbox: 5,
  integrity: 6,
  improvementNotMet: 100,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The exit code of an error: Fulcrum's own by their domain, anything else is internal. */
export function exitCodeOfError(error: unknown): ExitCode {
  return isFulcrumError(error) ? exitCodeOfDomain(error.facts.domain) : EXIT_CODES.internal;
}

function exitCodeOfDomain(domain: ErrorDomain): ExitCode {
  switch (domain) {
    case 'usage':
      return EXIT_CODES.usage;
    case 'internal':
      return EXIT_CODES.internal;
    case 'oracle':
    case 'sandbox':
      return EXIT_CODES.oracleOrSandbox;
    case 'ledger':
      return EXIT_CODES.integrity;
  }
}

/** The exit code of a run that ended in order. */
export function exitCodeOfRun(reason: StopReason, state: RunState): ExitCode {
  switch (reason) {
    case 'stop-requested':
    case 'guard':
      return EXIT_CODES.halted;
    case 'budget-evaluations':
    case 'budget-wall':
    case 'budget-work':
    case 'budget-money':
    case 'held-out-exhausted':
    case 'acceptance-exhausted':
      return isRequirementMet(state) ? EXIT_CODES.finished : EXIT_CODES.budgetWithoutImprovement;
    case 'target-reached':
    case 'search-exhausted':
      return isRequirementMet(state) ? EXIT_CODES.finished : EXIT_CODES.improvementNotMet;
  }
}

/** True when the incumbent gained as much over the baseline as the task requires, or nothing is required. */
export function isRequirementMet({ task, baseline, incumbent }: RunState): boolean {
  const objective = task?.objectives[0];
  if (task === null || objective === undefined || objective.required === null) return true;
  const before = baseline && screenedScore(task, baseline.screened);
  const after = incumbent && screenedScore(task, incumbent.screened);
  if (before === null || after === null) return false;
  return gain(objective, after, before) >= objective.required;
}
