import type { Author } from './authorship.ts';

/** SHA-256 of an object's canonical form, in hexadecimal: the name of a tree or a blob. */
export type Hash = string;

/** Where a candidate came from. */
export interface Provenance {
  /** Identifier of the proposer, as `mutation`. */
  readonly proposer: string;
  /** What it did, as `constant-jitter`; groups candidates in the report. */
  readonly operator: string;
  /** The change in one line, for people. */
  readonly summary: string;
  /** Who made it, and what they were shown; left out where it is not known. Dated by its entry in the ledger. */
  readonly author?: Author;
}

/** One workspace version with its lineage. Number 0 is the baseline. */
export interface Candidate {
  readonly number: number;
  readonly tree: Hash;
  /** Numbers of the candidates it was made from, the edited one first. */
  readonly parents: readonly number[];
  readonly provenance: Provenance;
  /** Bytes in the editable files: among equals the smaller one wins. */
  readonly size: number;
}
