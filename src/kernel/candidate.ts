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
  /**
   * What passed between Fulcrum and a program of the user's, or came in by an inbox, was found to hold; left out where
   * that is nothing.
   */
  readonly taint?: ProgramTaint;
}

/** Signs of instructions, of hidden characters and of secrets, sorted: see `data-block.ts`. */
export interface ProgramTaint {
  /** In what the program was given to read; empty where nobody knows what that was. */
  readonly shown: readonly string[];
  /** In what it wrote. */
  readonly written: readonly string[];
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
  /** Names of the memory entries it was shown, in their order; left out where there were none. */
  readonly memory?: readonly Hash[];
  /** Which instructions it was asked with; left out where they do not evolve. */
  readonly prompt?: PromptUse;
  /** What its change was compared by before it was judged; left out where it was not. */
  readonly embedding?: EmbeddingUse;
}

/** Instructions of a model as a candidate of their own. The text lies by its digest in `kept` of the run directory. */
export interface PromptUse {
  /** SHA-256 of the text. */
  readonly digest: Hash;
  /** The instructions it was rewritten from for this proposal; empty where they were there before. */
  readonly rewrittenFrom: readonly Hash[];
  /** Why a rewrite that was due brought nothing; null where none was due, or it did. */
  readonly fault: string | null;
}

/** A change as a vector, which lies by its digest in `kept` of the run directory. */
export interface EmbeddingUse {
  /** Provider and model, as `openai/text-embedding-3-small`. */
  readonly model: string;
  /** SHA-256 of the vector as it is written. */
  readonly digest: Hash;
  /** The change among the last few that is most like it; null where there was none. */
  readonly nearest: { readonly number: number; readonly similarity: number } | null;
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
