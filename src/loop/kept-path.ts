import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import { gain } from '../kernel/objective.ts';
import type { RunState } from '../kernel/run-state.ts';
import { SCREENING_INPUTS, screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';

/** A kept candidate among the winner's ancestors, or the winner: what changed since the one before it. */
export interface KeptStep {
  readonly number: number;
  readonly before: Hash;
  readonly after: Hash;
  /** On the first objective, over the one before, on the inputs the run selected by; null where one has no figure. */
  readonly reportedGain: number | null;
}

interface Ancestor {
  readonly number: number;
  readonly tree: Hash;
  readonly parent: number | null;
  readonly kept: boolean;
  readonly score: number | null;
}

/**
 * The kept steps from the baseline to the incumbent, oldest first. What ancestors changed that were not kept themselves
 * counts with the next one that was.
 */
export function keptPath(ledger: Pick<Ledger, 'entriesOf'>, state: RunState): readonly KeptStep[] {
  const { task, baseline, incumbent } = state;
  if (task === null || baseline === null || incumbent === null) return [];
  const ancestors: Ancestor[] = [];
  let number: number | null = incumbent.candidate.number;
  while (number !== null && number !== 0) {
    const ancestor = readAncestor(ledger, task, number);
    if (ancestor.kept) ancestors.unshift(ancestor);
    number = ancestor.parent;
  }
  const objective = task.objectives[0]!;
  let before = { tree: baseline.candidate.tree, score: screenedScore(task, baseline.screened) };
  return ancestors.map(({ number: own, tree, score }) => {
    const reportedGain =
      score === null || before.score === null ? null : gain(objective, score, before.score);
    const step = { number: own, before: before.tree, after: tree, reportedGain };
    before = { tree, score };
    return step;
  });
}

function readAncestor(ledger: Pick<Ledger, 'entriesOf'>, task: Task, number: number): Ancestor {
  let candidate: { readonly tree: Hash; readonly parent: number | null } | null = null;
  let decision: DecisionKind | null = null;
  let score: number | null = null;
  for (const { event } of ledger.entriesOf(number)) {
    if (event.type === 'candidate-proposed') {
      const { tree, parents } = event.candidate;
      candidate = { tree, parent: parents[0] ?? null };
    }
    if (
      event.type === 'candidate-judged' &&
      event.judged === number &&
      event.verdict.inputs === SCREENING_INPUTS
    )
      score = screenedScore(task, event.verdict);
    if (event.type === 'candidate-decided') decision = event.decision.kind;
  }
  if (candidate === null) throw new TypeError(`candidate ${number} is an ancestor and not in the ledger`);
  return { number, ...candidate, kept: decision === 'keep', score };
}
