import type { ModelWork } from '../../kernel/candidate.ts';
import type { ModelDoor, ModelTokens } from '../services.ts';

/** One call that was made for a proposal. */
export interface PaidCall {
  /** As the provider names it. */
  readonly model: string;
  /** Null where the provider does not say. */
  readonly tokens: ModelTokens | null;
}

/** What the calls of a proposal came to together; null where one of them is not known. */
export function costOfCalls(
  calls: readonly PaidCall[],
  door: ModelDoor | null,
): Pick<ModelWork, 'inputTokens' | 'outputTokens' | 'money'> {
  return {
    inputTokens: sum(
      calls.map(({ tokens }) => tokens && tokens.input + tokens.cachedInput + tokens.cacheWrite),
    ),
    outputTokens: sum(calls.map(({ tokens }) => tokens && tokens.output)),
    money: sum(calls.map(({ model, tokens }) => tokens && (door?.price(model, tokens) ?? null))),
  };
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
}
