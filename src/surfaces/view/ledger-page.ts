import { entryDetail } from '../cli/entry-detail.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import { numberOf } from '../../ledger/event-row.ts';
import type { FollowedRun } from './followed-run.ts';
import { plainCapped } from './plain-reply.ts';
import type { LedgerPage } from './protocol.ts';

const MOST = 500;
const LONGEST_SUMMARY = 300;

/** Entries from a sequence number on, at most 500 of them. */
export function ledgerPage(run: FollowedRun, from: number, count: number): LedgerPage {
  const known = environmentSecrets(process.env);
  const most = Math.min(MOST, Math.max(1, count));
  const entries: LedgerPage['entries'][number][] = [];
  for (const { sequence, at, event, hash } of run.ledger().entries(Math.max(1, from))) {
    const summary = plainCapped(entryDetail(event), LONGEST_SUMMARY, known).replaceAll('\n', ' ');
    entries.push({ sequence, at, type: event.type, number: numberOf(event), summary, hash });
    if (entries.length === most) break;
  }
  return { entries, total: run.progress().total };
}
