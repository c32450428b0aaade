import type { Proposal } from '../../kernel/contracts/proposer.ts';
import type { NumberTable } from './number-table.ts';

/** Other numbers for a table, and what is to be said of them. */
export type Draft =
  | { readonly kind: 'rows'; readonly rows: NumberTable['rows']; readonly gained: string }
  | Nothing;

export type Nothing = Extract<Proposal, { kind: 'nothing' }>;

export function nothing(reason: string): Nothing {
  return { kind: 'nothing', reason };
}
