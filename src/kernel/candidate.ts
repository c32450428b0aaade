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
  /** The calls of a model it took; left out where there were none, or where a program of others made them. */
  readonly model?: ModelWork;
}

/** What a model was asked and what it answered, by name; the words are in the recording of the run's models. */
export interface ModelWork {
  /** Provider and model, as `anthropic/claude-sonnet-4-5`. */
  readonly name: string;
  /** Turns, repairs included. */
  readonly turns: number;
  /** SHA-256 of the first prompt and of the last answer; null when there was none. */
  readonly promptDigest: Hash;
  readonly answerDigest: Hash | null;
  /** As the provider reports them, all turns together; null where it does not. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** USD at list price, all turns together; null when that is not known, which does not make it free. */
  readonly money: number | null;
  /** What the text shown to the model was found to hold, sorted: see `data-block.ts`. */
  readonly taint: readonly string[];
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
