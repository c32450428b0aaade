import type { ApprovalAnswer } from '../../kernel/approval.ts';
import type { Hash, Provenance } from '../../kernel/candidate.ts';
import type { Certificate } from '../../kernel/certificate.ts';
import type { Decision, DecisionKind } from '../../kernel/decision.ts';
import type { RefusalKind, RunEvent } from '../../kernel/event.ts';
import type { Objective } from '../../kernel/objective.ts';
import type { Budget, HeldOutSlice } from '../../kernel/task.ts';
import type { EvidenceGrade, Verdict } from '../../kernel/verdict.ts';
import type { Chapter } from '../../report/certificate/chapter.ts';

/** What the server of `fulcrum view` and its page say to each other: plain JSON, nothing of it is markup. */

/** A run in the list. `id` names it in every address. */
export interface RunCard {
  readonly id: string;
  readonly name: string;
  readonly task: string;
  readonly phase: 'empty' | 'started' | 'running' | 'finished' | 'unreadable';
  /** True while some process holds the run's lock. */
  readonly live: boolean;
  readonly reason: string | null;
  readonly evaluations: number;
  readonly keeps: number;
  /** Of the first objective; null before the baseline was judged. */
  readonly baseline: number | null;
  readonly incumbent: number | null;
  readonly objective: Objective | null;
  readonly startedAt: string | null;
  /** The run beside it that serves as its control. */
  readonly control: string | null;
  /** Entries of the ledger that what is shown rests on, and how many there are: they differ while a long run is read. */
  readonly reading: { readonly read: number; readonly total: number };
}

/** A line of figures over evaluations and over seconds of work, at most a few hundred points. */
export interface Curve {
  readonly evaluations: readonly number[];
  readonly seconds: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Overview {
  readonly card: RunCard;
  readonly description: string;
  readonly objectives: readonly Objective[];
  readonly heldOut: readonly HeldOutSlice[];
  readonly curves: {
    readonly incumbent: Curve;
    readonly bestVisible: Curve;
    readonly heldOut: { readonly [slice: string]: Curve };
    readonly control: Curve | null;
  };
  /** Half the width of the 95 % noise band around a figure, measured before the first proposal; null where nothing was. */
  readonly noise: number | null;
  readonly decisions: { readonly [kind in DecisionKind]: number };
  readonly refusals: { readonly [kind in RefusalKind]?: number };
  readonly budget: Budget;
  readonly spent: {
    readonly evaluations: number;
    readonly seconds: number;
    readonly work: number;
    readonly money: number;
  };
  /** Evaluations a minute over the last minute of work. */
  readonly rate: number | null;
  readonly judge: {
    readonly oracle: string;
    readonly grade: EvidenceGrade | null;
    readonly isolation: string | null;
    readonly signed: boolean;
    readonly rule: string;
  };
  readonly guards: readonly GuardLight[];
  readonly proposers: readonly { readonly name: string; readonly proposed: number; readonly kept: number }[];
  readonly head: { readonly sequence: number; readonly hash: string } | null;
}

/** One thing that could stop or spoil the run, and how it stands. */
export interface GuardLight {
  readonly name: string;
  readonly state: 'good' | 'warning' | 'bad' | 'off';
  readonly detail: string;
}

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

/** Unified diffs, a file each, with secrets taken out and what cannot be seen written as `\u{1b}`. */
export interface DiffReply {
  readonly before: number;
  readonly after: number;
  readonly files: readonly { readonly path: string; readonly patch: string; readonly cut: boolean }[];
}

export interface LedgerPage {
  readonly entries: readonly {
    readonly sequence: number;
    readonly at: string;
    readonly type: RunEvent['type'];
    readonly number: number | null;
    readonly summary: string;
    readonly hash: string;
  }[];
  readonly total: number;
}

export interface Verification {
  readonly state: 'not-run' | 'running' | 'sound' | 'broken';
  readonly findings: readonly string[];
}

export interface RefusedGroup {
  readonly label: string;
  readonly kind: 'refusal' | 'rejection' | 'cheating';
  readonly count: number;
  readonly examples: readonly {
    readonly number: number;
    readonly summary: string;
    readonly reason: string;
  }[];
}

/** Where the time went. */
export interface Timeline {
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly share: number }[];
  readonly spans: readonly {
    readonly number: number;
    readonly stage: string;
    readonly from: number;
    readonly seconds: number;
  }[];
}

export interface CertificateReply {
  /** Null before the baseline was judged. */
  readonly certificate: Certificate | null;
  /** The same as people read it, in order. */
  readonly chapters: readonly Chapter[];
}

/** A keep that waits for a person. */
export interface PendingKeep {
  readonly number: number;
  /** ISO 8601. */
  readonly since: string;
  /** The incumbent it would take the place of. */
  readonly against: number;
  readonly summary: string;
  /** What the acceptance rule decided. */
  readonly decision: Decision;
  /** Digest of the change between the two: an answer names it, so that it holds for what was seen. */
  readonly diff: Hash;
  /** Given already, and not yet taken up by the process that writes the run; null while nobody answered. */
  readonly answer: ApprovalAnswer | null;
}

export interface Approvals {
  /** Does every keep of this run wait for a person? */
  readonly required: boolean;
  readonly pending: readonly PendingKeep[];
  /** Latest first, at most a hundred; `at` in ISO 8601. */
  readonly given: readonly (ApprovalAnswer & { readonly at: string })[];
}

/** Body of POST `/approvals/:n`; answered with `Approvals`. */
export type ApprovalOrder = Omit<ApprovalAnswer, 'number'>;

/** Proposals of people: what GET `/proposals` answers. */
export interface Proposals {
  /** Why none can be made here, in one sentence for people; null where one can. */
  readonly closed: string | null;
  /** Globs of the paths that may be changed. */
  readonly editable: readonly string[];
  /** Newest first, at most a hundred. `takenBy` is the number it became; null while it waits. */
  readonly items: readonly {
    readonly id: number;
    readonly base: number;
    readonly summary: string;
    readonly author: string;
    readonly paths: readonly string[];
    readonly takenBy: number | null;
  }[];
}

/** What the strategy holds beside each other, and which candidates stand on the front of several objectives. */
export interface Populations {
  readonly strategy: string;
  /** Turns decided that the strategy's part rests on. */
  readonly decided: number;
  /** Why the strategy's part is not shown, in a sentence for people; null where it is. */
  readonly closed: string | null;
  /** Best first; empty where the strategy has none. Turn k is made on island k modulo their number. */
  readonly islands: readonly (readonly PopulationMember[])[];
  /** Axes of a MAP-Elites grid; the members' `cell` counts along them from 0. Empty without one. */
  readonly axes: readonly PopulationAxis[];
  /** Who is best on which instance, as the strategy `pareto` remembers it. */
  readonly instances: readonly {
    readonly name: string;
    readonly best: number;
    readonly holders: readonly number[];
  }[];
  /** Null with a single objective. */
  readonly front: ObjectiveFront | null;
}

export interface PopulationMember {
  readonly number: number;
  readonly score: number;
  readonly size: number;
  /** Place in the grid, one number an axis; empty without a grid. */
  readonly cell: readonly number[];
  /** Members of one cluster behave alike; null where there are none. */
  readonly cluster: number | null;
  /** It came from another island. */
  readonly guest: boolean;
}

export interface PopulationAxis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly bins: number;
}

/** Candidates by several objectives, measured on the screening inputs; the values in the order of the objectives. */
export interface ObjectiveFront {
  readonly objectives: readonly Objective[];
  /** No other candidate beats them everywhere; in the order of their numbers. */
  readonly front: readonly FrontPoint[];
  /** The latest of the others. */
  readonly others: readonly FrontPoint[];
  readonly incumbent: number;
}

export interface FrontPoint {
  readonly number: number;
  readonly values: readonly number[];
  readonly kept: boolean;
}

/** Candidates by what was said of them. */
export interface SearchReply {
  /** Ascending, at most a few thousand. */
  readonly numbers: readonly number[];
  /** True where there are more. */
  readonly cut: boolean;
}

/** A server-sent event: what changed since the last one; the page asks again for what it shows. */
export interface LiveNews {
  readonly sequence: number;
  readonly evaluations: number;
  readonly incumbent: number | null;
  readonly decisions: Overview['decisions'];
  readonly phase: RunCard['phase'];
  /**
   * Of the candidates decided since the last news, in the shape of `CandidateColumns`' rows; null where there were too
   * many: ask for all columns again.
   */
  readonly rows: readonly CandidateRow[] | null;
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

/** What every address answers with instead when it cannot answer. */
export interface ErrorReply {
  readonly code: string;
  readonly what: string;
  readonly where: string;
  readonly mend: string;
}

/** Body of POST `/proposals`, answered with `ProposalReply`: a change of a candidate by a person. */
export interface ProposalOrder {
  readonly base: number;
  /** Search/replace blocks below their paths, whole files in fences, or a unified diff. */
  readonly change: string;
  /** Null names the files that change. */
  readonly summary: string | null;
  /** Null takes the name from the configuration of git. */
  readonly author: string | null;
}

export interface ProposalReply {
  /** Place in the inbox. */
  readonly id: number;
  readonly paths: readonly string[];
}
