import type { ConfirmationJudgement } from '../acceptance/certificate/reconfirm.ts';
import { ablationFigures, reconfirmationOf } from '../acceptance/certificate/reconfirm.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { isSameJson } from '../kernel/json.ts';
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
  /** Of the winner that `judgements` are on. */
  const known = new Map<number, RevertedStep | null>();
  const without: WithoutStep = (step) => {
    if (!known.has(step)) known.set(step, withoutStep(ledger, state, step));
    return known.get(step) ?? null;
  };
  for (const { event, sequence } of ledger.entries()) {
    if (event.type === 'confirmation-judged') judgements.push(event);
    if (
      event.type === 'confirmation-judged' ||
      event.type === 'reconfirmed' ||
      event.type === 'step-ablated'
    ) {
      const what = differenceOf(without, state, judgements, event);
      if (what !== null) differences.push({ sequence, what });
      else if (event.type !== 'confirmation-judged') held += 1;
    }
    const { incumbent } = state;
    state = foldRun(state, event);
    if (state.incumbent === incumbent) continue;
    judgements = [];
    known.clear();
  }
  return { differences, held };
}

/** The winner without a kept step; null where it is none of its steps. */
type WithoutStep = (step: number) => RevertedStep | null;

function differenceOf(
  without: WithoutStep,
  state: RunState,
  judgements: readonly ConfirmationJudgement[],
  event: ConfirmationEvent,
): string | null {
  const { task, incumbent } = state;
  if (task === null || incumbent?.candidate.number !== event.number)
    return `candidate ${event.number} was confirmed and is not the winner`;
  if (event.type === 'reconfirmed') {
    const result = reconfirmationOf(task, state, judgements);
    return isSameJson(event.result, result)
      ? null
      : 'the gain over the baseline is not what its verdicts come to';
  }
  if (event.type === 'confirmation-judged') {
    const tree = treeOf(without, state, event);
    return tree === event.tree ? null : `another tree was judged than that of the ${event.role}`;
  }
  const reverted = without(event.step);
  if (reverted === null) return `candidate ${event.step} is no kept step of the winner`;
  const result =
    reverted.kind === 'reverted'
      ? { kind: 'judged', tree: reverted.tree, gains: ablationFigures(task, event.step, judgements) }
      : reverted;
  return isSameJson(event.result, result)
    ? null
    : `what step ${event.step} is worth is not what its verdicts come to`;
}

function treeOf(
  without: WithoutStep,
  state: RunState,
  { role, step }: Extract<ConfirmationEvent, { type: 'confirmation-judged' }>,
): Hash | null {
  switch (role) {
    case 'winner':
      return state.incumbent!.candidate.tree;
    case 'baseline':
      return state.baseline!.candidate.tree;
    case 'ablated': {
      const reverted = step === null ? null : without(step);
      return reverted?.kind === 'reverted' ? reverted.tree : null;
    }
  }
}

function withoutStep(ledger: Ledger, state: RunState, number: number): RevertedStep | null {
  const step = keptPath(ledger, state).find((known) => known.number === number);
  if (step === undefined) return null;
  return revertStep(overlayStore(ledger), step.before, step.after, state.incumbent!.candidate.tree);
}
