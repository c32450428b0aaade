import type { FunctionOutcome } from '../outcome-of-function.ts';
import type { Failure } from '../program.ts';

/** Thrown inside the evaluator to leave any depth of calls; `evaluate` catches it. */
export class Ended {
  readonly outcome: FunctionOutcome;

  constructor(outcome: FunctionOutcome) {
    this.outcome = outcome;
  }
}

export function fail(failure: Failure): never {
  throw new Ended({ kind: 'failed', failure });
}
