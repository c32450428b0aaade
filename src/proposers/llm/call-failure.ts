import { APICallError, LoadAPIKeyError, RetryError } from 'ai';
import { FulcrumError } from '../../kernel/errors.ts';
import { plainLine } from '../../kernel/plain-line.ts';

/** A call that brought no answer, for this proposal alone. */
export interface CallFailure {
  readonly kind: 'failed';
  readonly reason: string;
  /** The budget does not allow it. */
  readonly overBudget: boolean;
}

const LONGEST_REASON = 400;

const REPLAY_HELP =
  'The run cannot be made again: see that task, program version and recording are those of the run that was recorded.';

/**
 * What a failed call means: a fault of this one call, or, thrown, one that every further call would run into.
 *
 * @param secrets taken out of whatever the provider said
 * @throws FulcrumError `FULCRUM_E_MODEL_KEY_MISSING`, `..._KEY_REFUSED`, `..._MISSING` or `..._UNPRICED`, or `FULCRUM_E_REPLAY_MISS`
 */
export function callFailure(thrown: unknown, name: string, secrets: readonly string[]): CallFailure {
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  const said = (text: string): string => plainLine(text, LONGEST_REASON, secrets);
  if (LoadAPIKeyError.isInstance(error)) {
    throw halting(
      'FULCRUM_E_MODEL_KEY_MISSING',
      said(error.message),
      name,
      'Set the variable where Fulcrum runs.',
    );
  }
  if (!APICallError.isInstance(error)) return failed(`${name}: ${said(messageOf(error))}`);
  const { statusCode: status } = error;
  const message = said(error.message);
  const meterCode = /FULCRUM_E_[A-Z_]+/.exec(`${error.message}\n${error.responseBody ?? ''}`)?.[0];
  if (meterCode === 'FULCRUM_E_REPLAY_MISS') {
    throw halting(meterCode, message, name, REPLAY_HELP);
  }
  if (status === 401 || status === 403) {
    throw halting(
      'FULCRUM_E_MODEL_KEY_REFUSED',
      `the provider refuses the key: ${message}`,
      name,
      'Set a key that is valid.',
    );
  }
  if (meterCode === 'FULCRUM_E_MODEL_UNPRICED') {
    throw halting(meterCode, message, name, 'Name a priced model, or leave the budget of money out.');
  }
  if (status === 404) {
    throw halting(
      'FULCRUM_E_MODEL_MISSING',
      `the provider knows no such model: ${message}`,
      name,
      'Correct its name or address.',
    );
  }
  if (status === 402) return { ...failed(`${name}: ${message}`), overBudget: true };
  return failed(`${name}: ${describe(status)}: ${message}`);
}

function failed(reason: string): CallFailure {
  return { kind: 'failed', reason, overBudget: false };
}

function describe(status: number | undefined): string {
  if (status === 429) return 'the provider limits the rate of calls (429)';
  if (status === 503 || status === 529) return `the provider is overloaded (${status})`;
  if (status === undefined || status < 300) return 'the reply cannot be read';
  return `the provider answered with status ${status}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer within the time for one turn';
  return `${error.message} ${error.cause instanceof Error ? `(${error.cause.message})` : ''}`;
}

function halting(code: `FULCRUM_E_${string}`, what: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({ code, domain: 'usage', what, where, mend });
}
