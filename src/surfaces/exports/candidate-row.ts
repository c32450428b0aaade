import type { Hash } from '../../kernel/candidate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { Decision } from '../../kernel/decision.ts';
import type { RefusalKind, RunEvent } from '../../kernel/event.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState, foldRun, scoreGrade, screenedScore } from '../../kernel/run-state.ts';
import type { EvidenceGrade } from '../../kernel/verdict.ts';
import type { HeldOutValue } from '../../report/history.ts';
import { heldOutValues } from '../../report/milestone.ts';
import type { Outcome } from '../../report/outcome.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { rejectionOf, shortDecision, shortProvenance } from '../../report/rejection.ts';
import { capped } from '../../report/text.ts';

/** What became of one proposal: a line of every table. Its texts are one line each, visible and capped. */
export interface CandidateRow {
  readonly number: number;
  readonly parents: readonly number[];
  readonly proposer: string;
  readonly operator: string;
  readonly summary: string;
  readonly outcome: Outcome | 'baseline';
  /** Null for what was never decided: the baseline and refused proposals. */
  readonly decision: Decision | null;
  readonly refusal: RefusalKind | null;
  readonly reason: string;
  /** The first objective on the screening inputs; null where the candidate did not pass or was never judged. */
  readonly score: number | null;
  readonly scoreGrade: EvidenceGrade | null;
  /** On the inputs of its own decision, slice by slice; empty where it was not asked. */
  readonly heldOut: readonly HeldOutValue[];
  /** Bytes of its editable files; with `tree` null for refused proposals. */
  readonly size: number | null;
  readonly tree: Hash | null;
  readonly model: string | null;
  /** USD of its model calls; null where there were none or their price is not known. */
  readonly money: number | null;
  /** Candidates judged up to it. */
  readonly evaluation: number;
  /** ISO 8601, when its outcome was written. */
  readonly at: string;
}

/**
 * The baseline and every proposal in the order they were first decided or refused. A decision that was taken again counts
 * as it came out. Remembers one row a proposal.
 */
export function createRowRecorder(): {
  readonly observe: (entry: StoredEntry) => void;
  readonly rows: () => readonly CandidateRow[];
} {
  let state: RunState = emptyRunState;
  const rows = new Map<number, CandidateRow>();
  return {
    observe({ event, at }) {
      const before = state;
      state = foldRun(before, event);
      const row = rowOf(before, state, event, at);
      if (row !== null) rows.set(row.number, row);
    },
    rows: () => [...rows.values()],
  };
}

function rowOf(before: RunState, after: RunState, event: RunEvent, at: string): CandidateRow | null {
  switch (event.type) {
    case 'baseline-judged':
      return baselineRow(after, at);
    case 'proposal-refused':
      return refusedRow(event, after, at);
    case 'candidate-decided':
      return decidedRow(before, after, event, at);
    default:
      return null;
  }
}

function baselineRow(state: RunState, at: string): CandidateRow | null {
  if (state.baseline === null) return null;
  return {
    ...judgedFields(state, state.baseline),
    outcome: 'baseline',
    decision: null,
    refusal: null,
    reason: '',
    evaluation: state.spending.evaluations,
    at,
  };
}

function decidedRow(
  before: RunState,
  after: RunState,
  event: Extract<RunEvent, { type: 'candidate-decided' }>,
  at: string,
): CandidateRow | null {
  if (before.open === null) return null;
  const fields = judgedFields(before, before.open);
  const outcome = outcomeOf(before, event)!;
  const decision = shortDecision(event.decision);
  const evaluation = after.spending.evaluations;
  const { reason } = outcome === 'kept' ? decision : rejectionOf(before, evaluation, fields, event.decision);
  return { ...fields, outcome, decision, refusal: null, reason: oneLine(reason), evaluation, at };
}

function refusedRow(
  event: Extract<RunEvent, { type: 'proposal-refused' }>,
  { spending }: RunState,
  at: string,
): CandidateRow {
  const { number, parents, provenance, kind, detail } = event;
  return {
    ...{ number, parents, ...provenanceFields(provenance) },
    ...{ outcome: 'refused', decision: null, refusal: kind, reason: oneLine(capped(detail, 300)) },
    ...{ score: null, scoreGrade: null, heldOut: [], size: null, tree: null },
    ...{ evaluation: spending.evaluations, at },
  };
}

type JudgedFields = Omit<CandidateRow, 'outcome' | 'decision' | 'refusal' | 'reason' | 'evaluation' | 'at'>;

function judgedFields(
  { task }: RunState,
  { candidate, screened, fresh }: NonNullable<RunState['open']>,
): JudgedFields {
  const { number, parents, size, tree, provenance } = candidate;
  return {
    ...{ number, parents, ...provenanceFields(provenance), size, tree },
    score: screened === null ? null : screenedScore(task!, screened),
    scoreGrade: screened === null ? null : scoreGrade(task!, screened),
    heldOut: fresh === null ? [] : heldOutValues(task!, fresh, null),
  };
}

function provenanceFields(
  provenance: Extract<RunEvent, { type: 'proposal-refused' }>['provenance'],
): Pick<CandidateRow, 'proposer' | 'operator' | 'summary' | 'model' | 'money'> {
  if (provenance === null) return { proposer: '', operator: '', summary: '', model: null, money: null };
  const { proposer, operator, summary } = shortProvenance(provenance);
  const { model } = provenance;
  return {
    ...{ proposer: oneLine(proposer), operator: oneLine(operator), summary: oneLine(summary) },
    model: model === undefined ? null : oneLine(capped(model.name, 100)),
    money: model?.money ?? null,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
