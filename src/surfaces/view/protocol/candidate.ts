import type { Provenance } from '../../../kernel/candidate.ts';
import type { Decision } from '../../../kernel/decision.ts';
import type { RefusalKind } from '../../../kernel/event.ts';
import type { Verdict } from '../../../kernel/verdict.ts';
import type { RecordedCall } from '../../../metering/recording/recorded-call.ts';

/** All candidates as columns, in the order of their numbers: what lineage, filters and search need. */
export interface CandidateColumns {
  readonly number: readonly number[];
  /** First parent; -1 for the baseline. */
  readonly parent: readonly number[];
  /** Further parents, by the place in the columns. */
  readonly mates: { readonly [index: number]: readonly number[] };
  readonly score: readonly (number | null)[];
  /** Place in `outcomes`. */
  readonly outcome: readonly number[];
  /** Place in `operators`. */
  readonly operator: readonly number[];
  readonly outcomes: readonly string[];
  /** `proposer operator`. */
  readonly operators: readonly string[];
  readonly size: readonly number[];
  /** Numbers on the way from the baseline to the incumbent. */
  readonly winnerPath: readonly number[];
}

/** A candidate as one row of the columns; parent -1 for the baseline. */
export type CandidateRow = readonly [
  number: number,
  parent: number,
  score: number | null,
  outcome: string,
  operator: string,
  size: number,
];

export interface CandidateDetail {
  readonly number: number;
  readonly tree: string;
  readonly parents: readonly number[];
  readonly children: readonly number[];
  readonly provenance: Provenance;
  readonly size: number;
  readonly decision: Decision | null;
  readonly refusal: { readonly kind: RefusalKind; readonly detail: string } | null;
  /** In the order they were made; `judged` names who it was. */
  readonly verdicts: readonly {
    readonly judged: number;
    readonly verdict: Verdict;
    readonly milliseconds: number | null;
  }[];
  readonly files: readonly string[];
  /** Why the content of the candidate cannot be shown; null where it can. */
  readonly contentFault: string | null;
  /** What to type to see the same in a terminal and to judge it again. */
  readonly commands: { readonly [purpose: string]: string };
  /** The proposer's trajectory and calls, as far as they were kept; each a line of text, capped. */
  readonly trajectory: readonly string[];
}

/** What models were asked for a candidate and what they answered, in the order of the calls. */
export interface ModelCalls {
  readonly calls: readonly RecordedCall[];
  /** True where there are more. */
  readonly cut: boolean;
}

/** Unified diffs, a file each, with secrets taken out and what cannot be seen written as `\u{1b}`. */
export interface DiffReply {
  readonly before: number;
  readonly after: number;
  readonly files: readonly { readonly path: string; readonly patch: string; readonly cut: boolean }[];
}

/** Candidates by what was said of them. */
export interface SearchReply {
  /** Ascending, at most a few thousand. */
  readonly numbers: readonly number[];
  /** True where there are more. */
  readonly cut: boolean;
}
