import { gzipSync } from 'node:zlib';
import type {
  CandidateColumns,
  CandidateDetail,
  LedgerPage,
  Overview,
  RunCard,
  SavedData,
  SavedPack,
} from '../../view/protocol.ts';
import type { InProcessView } from './in-process.ts';

export interface Collected {
  readonly data: SavedData;
  /** Text of each pack by its id. */
  readonly packs: ReadonlyMap<string, string>;
  /** Candidates of the first run that are in it in full, of how many. */
  readonly candidates: { readonly full: number; readonly all: number };
}

export interface CopyLimits {
  /** Most candidates with details and diffs, and most entries of the ledger. */
  readonly candidates: number;
  readonly entries: number;
}

/** Addresses below a run that are one reply, whatever its size. */
const WHOLE = ['overview', 'candidates', 'populations', 'refused', 'certificate', 'timeline', 'verification'];
const CANDIDATES_A_PACK = 250;
const ENTRIES_A_PACK = 2000;
const ENTRIES_A_REPLY = 500;

/**
 * Collects what the server of the page would answer, the first run in full within the limits, runs beside it without
 * their candidates and ledger.
 */
export async function collect(view: InProcessView, limits: CopyLimits): Promise<Collected> {
  const replies: { [path: string]: unknown } = { '/api/runs': view.cards.map(atRest) };
  const packs: Packed[] = [];
  for (const { id } of view.cards) {
    for (const address of WHOLE) {
      const path = below(id, address);
      replies[path] = await view.reply(path);
    }
  }
  for (const { id } of view.cards) {
    const overview = replies[below(id, 'overview')] as Overview;
    replies[below(id, 'overview')] = { ...overview, card: atRest(overview.card) };
  }
  const run = view.cards[0]!.id;
  const columns = replies[below(run, 'candidates')] as CandidateColumns;
  const chosen = chosenCandidates(columns, limits.candidates);
  for (const numbers of chunks(chosen, CANDIDATES_A_PACK))
    packs.push(await packCandidates(view, run, numbers));
  const total = await packLedger(view, run, limits.entries, packs);
  return {
    data: { replies, packs: packs.map(({ pack }) => pack), ledgers: { [run]: total } },
    packs: new Map(packs.map(({ pack, text }) => [pack.id, text])),
    candidates: { full: chosen.length, all: columns.number.length },
  };
}

/** Whatever the run goes on to do, its copy does not. */
function atRest(card: RunCard): RunCard {
  return { ...card, live: false };
}

interface Packed {
  readonly pack: SavedPack;
  readonly text: string;
}

/** The winner's path and whatever was kept, then the newest; in the order of their numbers. */
function chosenCandidates(columns: CandidateColumns, most: number): readonly number[] {
  const kept = columns.number.filter((_, index) => columns.outcomes[columns.outcome[index]!] === 'kept');
  const order = [0, ...columns.winnerPath, ...kept.toReversed(), ...columns.number.toReversed()];
  return [...new Set(order)].slice(0, most).toSorted((first, second) => first - second);
}

async function packCandidates(view: InProcessView, run: string, numbers: readonly number[]): Promise<Packed> {
  const replies: { [path: string]: unknown } = {};
  for (const number of numbers) {
    const path = below(run, `candidates/${number}`);
    const detail = (await view.reply(path)) as CandidateDetail;
    replies[path] = detail;
    if (detail.refusal !== null) continue;
    const others = new Set([detail.parents[0] ?? 0, 0]);
    for (const before of others) {
      if (before === number) continue;
      const diff = below(run, `diff?before=${before}&after=${number}`);
      replies[diff] = await view.reply(diff);
    }
  }
  return packed('candidates', run, numbers[0]!, numbers.at(-1)!, replies);
}

/** Fills `packs` and returns how many entries there are in all. */
async function packLedger(view: InProcessView, run: string, most: number, packs: Packed[]): Promise<number> {
  const { total } = (await view.reply(below(run, 'ledger?from=1&count=1'))) as LedgerPage;
  const end = Math.min(total, most);
  for (let from = 1; from <= end; from += ENTRIES_A_PACK) {
    const to = Math.min(end, from + ENTRIES_A_PACK - 1);
    const entries: LedgerPage['entries'][number][] = [];
    while (entries.length < to - from + 1) {
      const count = Math.min(ENTRIES_A_REPLY, to - from + 1 - entries.length);
      const page = (await view.reply(
        below(run, `ledger?from=${from + entries.length}&count=${count}`),
      )) as LedgerPage;
      if (page.entries.length === 0) throw new Error(`${run}: the ledger ends before entry ${to}`);
      entries.push(...page.entries);
    }
    packs.push(packed('ledger', run, from, to, { [below(run, 'ledger')]: entries }));
  }
  return total;
}

function packed(holds: SavedPack['holds'], run: string, from: number, to: number, replies: object): Packed {
  const text = gzipSync(JSON.stringify(replies), { level: 9 }).toString('base64');
  return { pack: { id: `${holds}-${from}`, run, holds, from, to }, text };
}

function below(run: string, rest: string): string {
  return `/api/runs/${encodeURIComponent(run)}/${rest}`;
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
