/** What a page that was saved together with its data holds: replies as the server gave them when it was made. */
export interface SavedData {
  /** By address. */
  readonly replies: { readonly [path: string]: unknown };
  /** More replies, compressed: each pack is JSON of such an object, gzip, base64. */
  readonly packs: readonly SavedPack[];
  /** Entries in the ledger of each run, saved or not. */
  readonly ledgers: { readonly [run: string]: number };
}

/**
 * Replies about a range: of candidates by number, their details and diffs by address; of ledger entries by sequence, one
 * list under the address of the whole ledger.
 */
export interface SavedPack {
  readonly id: string;
  readonly run: string;
  readonly holds: 'candidates' | 'ledger';
  readonly from: number;
  readonly to: number;
}
