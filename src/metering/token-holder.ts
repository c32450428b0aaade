import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CallRecord } from './call-record.ts';
import { presentedTokens } from './run-token.ts';
import type { BudgetRefusal, Spending } from './spending.ts';
import type { TokenUsage } from './token-usage.ts';
import { addUsage, NO_TOKENS } from './token-usage.ts';

/** Whoever calls with one token. */
export interface TokenHolder {
  /** Null for the run as a whole. */
  readonly label: string | null;
  readonly spending: Spending;
  readonly refused: (refusal: BudgetRefusal) => void;
  readonly note: (record: CallRecord) => void;
}

export interface TokenHolders {
  readonly admit: (token: string, holder: TokenHolder) => void;
  readonly revoke: (token: string) => void;
  /** Whose token a request carries where its protocol's clients put their key; null for nobody's. */
  readonly holderOf: (incoming: IncomingMessage) => TokenHolder | null;
}

/** Who may call. Tokens are found by their digest, so that how long it takes tells nothing of them. */
export function createTokenHolders(): TokenHolders {
  const holders = new Map<string, TokenHolder>();
  return {
    admit: (token, holder) => void holders.set(digestOf(token), holder),
    revoke: (token) => void holders.delete(digestOf(token)),
    holderOf: (incoming) => {
      for (const token of presentedTokens(incoming)) {
        const holder = holders.get(digestOf(token));
        if (holder !== undefined) return holder;
      }
      return null;
    },
  };
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What the calls with one token came to. */
export interface TokenSpent {
  readonly calls: number;
  /** As providers reported it. */
  readonly tokens: TokenUsage;
  /** USD at list price; null when calls went through that have none. */
  readonly money: number | null;
  /** Models that answered, sorted; the first few. */
  readonly models: readonly string[];
}

const NAMED_MODELS = 8;

/** Adds up the calls of one holder that reached a model. */
export function createTokenAccount(): {
  readonly note: (record: CallRecord) => void;
  readonly spent: () => TokenSpent;
} {
  const models = new Set<string>();
  let calls = 0;
  let tokens = NO_TOKENS;
  let money: number | null = 0;
  return {
    note: (record) => {
      // Without an attempt it never left the meter.
      if (record.attempts === 0) return;
      calls += 1;
      if (record.usage !== null) tokens = addUsage(tokens, record.usage);
      money = money === null || record.money === null ? null : money + record.money;
      if (record.model !== null && models.size < NAMED_MODELS) models.add(record.model);
    },
    spent: () => ({ calls, tokens, money, models: [...models].toSorted() }),
  };
}
