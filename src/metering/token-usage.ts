/** Tokens of one call. Every token stands in exactly one field, whatever the protocol's own fields overlap in. */
export interface TokenUsage {
  /** Input that came from no cache and went into none. */
  readonly input: number;
  readonly cachedInput: number;
  /** Input written to a cache that lives five minutes. */
  readonly cacheWriteShort: number;
  /** Input written to a cache that lives an hour. */
  readonly cacheWriteLong: number;
  /** Reasoning included. */
  readonly output: number;
}

export const NO_TOKENS: TokenUsage = {
  input: 0,
  cachedInput: 0,
  cacheWriteShort: 0,
  cacheWriteLong: 0,
  output: 0,
};

export function addUsage(left: TokenUsage, right: TokenUsage): TokenUsage {
  return {
    input: left.input + right.input,
    cachedInput: left.cachedInput + right.cachedInput,
    cacheWriteShort: left.cacheWriteShort + right.cacheWriteShort,
    cacheWriteLong: left.cacheWriteLong + right.cacheWriteLong,
    output: left.output + right.output,
  };
}

/** Input of every sort: what a price that depends on the prompt's length looks at. */
export function inputTokens({ input, cachedInput, cacheWriteShort, cacheWriteLong }: TokenUsage): number {
  return input + cachedInput + cacheWriteShort + cacheWriteLong;
}

export function totalTokens(usage: TokenUsage): number {
  return inputTokens(usage) + usage.output;
}

/** A count as a provider reports it; null for anything that is no count. Absent counts as nothing. */
export function tokenCount(value: unknown): number | null {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
