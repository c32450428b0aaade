/** Whose fault it is, and with it the exit code: see `surfaces/cli/exit-code.ts`. */
export type ErrorDomain = 'usage' | 'internal' | 'oracle' | 'sandbox' | 'ledger';

/** What went wrong, where, and how to mend it. */
export interface ErrorFacts {
  /** Stable, never reworded: `FULCRUM_E_...`. */
  readonly code: `FULCRUM_E_${string}`;
  readonly domain: ErrorDomain;
  /** One sentence: what is wrong. */
  readonly what: string;
  /** File, field or process it is wrong in. */
  readonly where: string;
  /** What the reader can do now. */
  readonly mend: string;
  readonly cause?: unknown;
}

/** A systemic failure: it stops the run, loudly. A failing candidate is never one of these; it is a verdict. */
export class FulcrumError extends Error {
  readonly facts: ErrorFacts;

  constructor(facts: ErrorFacts) {
    super(`${facts.code}: ${facts.what} (${facts.where}). ${facts.mend}`, { cause: facts.cause });
    this.name = 'FulcrumError';
    this.facts = facts;
  }
}

/** True for errors that Fulcrum raised itself, whichever copy of the module raised them. */
export function isFulcrumError(error: unknown): error is FulcrumError {
  return error instanceof Error && error.name === 'FulcrumError' && 'facts' in error;
}
