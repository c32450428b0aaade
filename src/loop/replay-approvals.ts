import type { ApprovalAnswer } from '../kernel/approval.ts';
import { answeredDecision } from '../kernel/approval.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import { isSameJson } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { changeDigest } from '../workspace/change-digest.ts';

/** A keep, a request or an answer that cannot have come about as the task demands. */
export interface ApprovalFault {
  readonly sequence: number;
  readonly what: string;
}

/**
 * Follows every keep of a run that a person has to agree to: asked about the very change that is kept, answered about
 * that change, and decided as answered, with no other candidate taken up in between. Judges nothing.
 */
export function replayApprovals(ledger: Ledger): {
  readonly faults: readonly ApprovalFault[];
  readonly given: number;
} {
  const faults: ApprovalFault[] = [];
  let given = 0;
  let answer: ApprovalAnswer | null = null;
  let state = emptyRunState;
  for (const { event, sequence } of ledger.entries()) {
    const what = faultOf(ledger, state, answer, event);
    if (what !== null) faults.push({ sequence, what });
    if (event.type === 'approval-given') given += 1;
    answer = event.type === 'approval-given' ? event : null;
    state = foldRun(state, event);
  }
  return { faults, given };
}

function faultOf(
  ledger: Ledger,
  { task, open, pending, incumbent }: RunState,
  answer: ApprovalAnswer | null,
  event: RunEvent,
): string | null {
  switch (event.type) {
    case 'candidate-proposed':
      return takenUpWhile(pending, event.candidate.number);
    case 'candidate-reopened':
    case 'candidate-judged':
      return takenUpWhile(pending, event.number);
    case 'approval-requested': {
      const { number, decision, against, diff } = event;
      if (pending !== null) return `candidate ${number} was asked about while a keep waited`;
      if (decision.kind !== 'keep')
        return `candidate ${number} was to be approved and the rule does not keep it`;
      const asked = open?.candidate.number === number && against === incumbent?.candidate.number;
      if (asked && diff === changeDigest(ledger, incumbent.candidate.tree, open.candidate.tree)) return null;
      return `what was to be approved of candidate ${number} is not its change`;
    }
    case 'approval-given': {
      const { number, diff } = event;
      if (pending === null || open?.candidate.number !== number)
        return `candidate ${number} was answered about and nobody had asked`;
      return diff === pending.diff ? null : `another change was shown than that of candidate ${number}`;
    }
    case 'candidate-decided': {
      const { number, decision } = event;
      if (pending === null) {
        const unasked = task?.acceptance.approval === 'required' && decision.kind === 'keep';
        return unasked ? `candidate ${number} was kept and no person was asked` : null;
      }
      if (answer?.number !== number)
        return `candidate ${number} was decided about before anybody had answered`;
      return isSameJson(decision, answeredDecision(pending.decision, answer.approved))
        ? null
        : `candidate ${number} was not decided as answered`;
    }
    default:
      return null;
  }
}

/** What waits is the open candidate's: were another opened meanwhile, an answer could keep what no rule decided on. */
function takenUpWhile(pending: RunState['pending'], number: number): string | null {
  return pending === null ? null : `candidate ${number} was taken up while a keep waited`;
}
