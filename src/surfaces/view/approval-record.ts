import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { Approvals } from './protocol.ts';

/** What people were asked and answered, as the ledger has it. */
export interface ApprovalRecord {
  readonly observe: (entry: StoredEntry) => void;
  /** When the latest question was asked; null before the first. */
  readonly askedAt: () => string | null;
  /** Latest first. */
  readonly given: () => Approvals['given'];
}

const MOST = 100;

export function createApprovalRecord(): ApprovalRecord {
  const given: Approvals['given'][number][] = [];
  let askedAt: string | null = null;
  return {
    observe({ event, at }) {
      if (event.type === 'approval-requested') askedAt = at;
      if (event.type !== 'approval-given') return;
      const { type: _, ...answer } = event;
      given.unshift({ ...answer, at });
      given.length = Math.min(given.length, MOST);
    },
    askedAt: () => askedAt,
    given: () => given,
  };
}
