import type { ConfirmationJudgement } from '../acceptance/certificate/reconfirm.ts';
import { ablationFigures, reconfirmationOf } from '../acceptance/certificate/reconfirm.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { overlayStore } from '../workspace/overlay-store.ts';
import type { RevertedStep } from '../workspace/revert-step.ts';
import { revertStep } from '../workspace/revert-step.ts';
import { keptPath } from './kept-path.ts';

type ConfirmationEvent = Extract<RunEvent, { type: 'confirmation-judged' | 'reconfirmed' | 'step-ablated' }>;

/** Something recorded of a confirmation that does not follow from the rest. */
export interface ConfirmationDifference {
  readonly sequence: number;
  readonly what: string;
}

/**
 * Works out every confirmation of a ledger again from its recorded verdicts: which trees had to be judged, and what the
 * figures come to. Judges nothing and writes nothing.
 *
 * @returns the differences, and how many figures hold
 */
export function replayConfirmations(ledger: Ledger): {
  readonly differences: readonly ConfirmationDifference[];
  readonly held: number;
} {
  const differences: ConfirmationDifference[] = [];
  let held = 0;
  let state = emptyRunState;
  let judgements: ConfirmationJudgement[] = [];
  for (const { event, sequence } of ledger.entries()) {
    if (event.type === 'candidate-decided' && event.decision.kind === 'keep') judgements = [];
    if (event.type === 'confirmation-judged') judgements.push(event);
    if (
      event.type === 'confirmation-judged' ||
      event.type === 'reconfirmed' ||
      event.type === 'step-ablated'
    ) {
      const what = differenceOf(ledger, state, judgements, event);
      if (what !== null) differences.push({ sequence, what });
      else if (event.type !== 'confirmation-judged') held += 1;
    }
    state = foldRun(state, event);
  }
  return { differences, held };
}

function differenceOf(
  ledger: Ledger,
  state: RunState,
  judgements: readonly ConfirmationJudgement[],
  event: ConfirmationEvent,
): string | null {
  const { task, incumbent } = state;
  if (task === null || incumbent?.candidate.number !== event.number)
    return `candidate ${event.number} was confirmed and is not the winner`;
  if (event.type === 'reconfirmed') {
    const result = reconfirmationOf(task, state, judgements);
    return isEqual(event.result, result)
      ? null
      : 'the gain over the baseline is not what its verdicts come to';
  }
  if (event.type === 'confirmation-judged') {
    const tree = treeOf(ledger, state, event);
    return tree === event.tree ? null : `another tree was judged than that of the ${event.role}`;
  }
  const reverted = withoutStep(ledger, state, event.step);
  if (reverted === null) return `candidate ${event.step} is no kept step of the winner`;
  const result =
    reverted.kind === 'reverted'
      ? { kind: 'judged', tree: reverted.tree, gains: ablationFigures(task, event.step, judgements) }
      : reverted;
  return isEqual(event.result, result)
    ? null
    : `what step ${event.step} is worth is not what its verdicts come to`;
}

function treeOf(
  ledger: Ledger,
  state: RunState,
  { role, step }: Extract<ConfirmationEvent, { type: 'confirmation-judged' }>,
): Hash | null {
  switch (role) {
    case 'winner':
      return state.incumbent!.candidate.tree;
    case 'baseline':
      return state.baseline!.candidate.tree;
    case 'ablated': {
      const reverted = step === null ? null : withoutStep(ledger, state, step);
      return reverted?.kind === 'reverted' ? reverted.tree : null;
    }
  }
}

function withoutStep(ledger: Ledger, state: RunState, number: number): RevertedStep | null {
  const step = keptPath(ledger, state).find((known) => known.number === number);
  if (step === undefined) return null;
  return revertStep(overlayStore(ledger), step.before, step.after, state.incumbent!.candidate.tree);
}

function isEqual(left: unknown, right: unknown): boolean {
  return canonicalJson(left as Json) === canonicalJson(right as Json);
}
