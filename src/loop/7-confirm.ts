import type { ConfirmationJudgement } from '../acceptance/certificate/reconfirm.ts';
import { ablationFigures, reconfirmationOf } from '../acceptance/certificate/reconfirm.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { ConfirmationRole, ConfirmationSource } from '../kernel/confirmation.ts';
import { confirmationInputs, FINAL_INPUTS } from '../kernel/confirmation.ts';
import { isFulcrumError } from '../kernel/errors.ts';
import type { JudgementScope, JudgeReply } from '../kernel/contracts/judge.ts';
import { isSameJson } from '../kernel/json.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import { revertStep } from '../workspace/revert-step.ts';
import { readConfirmation } from './confirmation-record.ts';
import { usualConfirmation } from './confirmation-plan.ts';
import type { Journal, Note } from './journal.ts';
import type { KeptStep } from './kept-path.ts';
import { keptPath } from './kept-path.ts';
import type { RunParts } from './run-parts.ts';

export type ConfirmingParts = Pick<RunParts, 'task' | 'ledger' | 'judge' | 'stopRequested'>;

/** Whose verdict is wanted, on which inputs. */
interface Order {
  readonly role: ConfirmationRole;
  readonly step: number | null;
  readonly candidate: Pick<Candidate, 'number' | 'tree' | 'provenance'>;
  readonly inputs: string;
}

/**
 * Puts the winner to the test again: beside the baseline on inputs that nobody was asked before, and beside itself
 * without each of the kept steps that led to it. Decides nothing. Goes on where it was interrupted; what an earlier
 * confirmation of the same winner judged counts, so that asking again cannot draw a luckier answer.
 *
 * @param demanded how much; the task's own, or what goes with the size of the run, when left out
 * @returns false when a stop request ended it early
 */
export async function confirmWinner(
  parts: ConfirmingParts,
  journal: Journal,
  demanded?: ConfirmationSource,
): Promise<boolean> {
  const state = journal.state();
  const { incumbent, spending } = state;
  if (incumbent === null || incumbent.candidate.number === 0) return true;
  const plan = demanded ?? parts.task.acceptance.confirmation ?? usualConfirmation(spending.evaluations);
  if (plan.pairs === 0) return true;
  return (await reconfirm(parts, journal, plan.pairs)) && (await ablate(parts, journal, plan));
}

async function reconfirm(parts: ConfirmingParts, journal: Journal, pairs: number): Promise<boolean> {
  const { baseline, incumbent } = journal.state();
  const contenders = [
    { role: 'winner', step: null, candidate: incumbent!.candidate },
    { role: 'baseline', step: null, candidate: baseline!.candidate },
  ] as const;
  const { number } = incumbent!.candidate;
  const labels = [...labelsOf(pairs), ...finalLabels(parts.task)];
  const orders = [
    // The winner alone, on what it was chosen by: does the reported figure come out again?
    [{ ...contenders[0], inputs: SCREENING_INPUTS }],
    ...labels.map((inputs) => contenders.map((contender) => ({ ...contender, inputs }))),
  ];
  if (!(await judgeAll(parts, journal, orders))) return false;
  const { judgements, reconfirmed } = readConfirmation(parts.ledger, number);
  const result = reconfirmationOf(parts.task, journal.state(), judgements);
  if (reconfirmed !== null && isSameJson(reconfirmed, result)) return true;
  journal.record({ event: { type: 'reconfirmed', number, result } });
  return true;
}

async function ablate(parts: ConfirmingParts, journal: Journal, plan: ConfirmationSource): Promise<boolean> {
  const state = journal.state();
  const { number } = state.incumbent!.candidate;
  for (const step of stepsToLeaveOut(keptPath(parts.ledger, state), plan.ablate)) {
    if (readConfirmation(parts.ledger, number).ablated.has(step.number)) continue;
    if (!(await leaveOut(parts, journal, step))) return false;
  }
  return true;
}

/** The last step alone is what the reconfirmation shows already. The rest by what the run says they are worth. */
function stepsToLeaveOut(path: readonly KeptStep[], most: number): readonly KeptStep[] {
  if (path.length < 2) return [];
  const worth = ({ reportedGain }: KeptStep): number => reportedGain ?? 0;
  return path.toSorted((left, right) => worth(right) - worth(left)).slice(0, most);
}

async function leaveOut(parts: ConfirmingParts, journal: Journal, step: KeptStep): Promise<boolean> {
  const { candidate } = journal.state().incumbent!;
  const { number } = candidate;
  const reverted = revertStep(parts.ledger, step.before, step.after, candidate.tree);
  if (reverted.kind !== 'reverted') {
    journal.record({ event: { type: 'step-ablated', number, step: step.number, result: reverted } });
    return true;
  }
  const { tree } = reverted;
  const { judgements } = readConfirmation(parts.ledger, number);
  const labels = judgements
    .filter(({ role }) => role === 'winner')
    .map(({ verdict }) => verdict.inputs)
    .filter((inputs) => inputs !== SCREENING_INPUTS && inputs !== FINAL_INPUTS);
  const without = { role: 'ablated', step: step.number, candidate: { ...candidate, tree } } as const;
  const orders = labels.map((inputs) => [{ ...without, inputs }]);
  if (!(await judgeAll(parts, journal, orders))) return false;
  const gains = ablationFigures(parts.task, step.number, readConfirmation(parts.ledger, number).judgements);
  const result = { kind: 'judged', tree, gains } as const;
  journal.record({ event: { type: 'step-ablated', number, step: step.number, result } });
  return true;
}

function labelsOf(pairs: number): readonly string[] {
  return Array.from({ length: pairs }, (_, index) => confirmationInputs(index + 1));
}

function finalLabels({ slices }: Task): readonly string[] {
  return slices.heldOut.some(({ final }) => final === true) ? [FINAL_INPUTS] : [];
}

/** Held-out slices are asked along where a reading uses nothing up; a final one has inputs of its own. */
function scopeOf({ slices }: Task, inputs: string): JudgementScope {
  if (inputs === SCREENING_INPUTS) return 'visible';
  if (inputs === FINAL_INPUTS) return 'final';
  const asked = slices.heldOut.filter(({ final }) => final !== true);
  return asked.every(({ items, reads }) => items !== 'fixed' && reads === undefined) ? 'all' : 'visible';
}

/** Judges what was not judged yet, label by label, and writes each label's verdicts together. */
async function judgeAll(
  parts: ConfirmingParts,
  journal: Journal,
  labels: readonly (readonly Order[])[],
): Promise<boolean> {
  const { number } = journal.state().incumbent!.candidate;
  const known = new Set(readConfirmation(parts.ledger, number).judgements.map(keyOf));
  for (const [index, orders] of labels.entries()) {
    const left = orders.filter(
      ({ inputs, ...order }) => !known.has(keyOf({ ...order, verdict: { inputs } })),
    );
    if (left.length === 0) continue;
    if (parts.stopRequested()) return false;
    // Every second label the other way round, so that neither is always the first.
    const replies = await unlessExhausted(judgeLabel(parts, index % 2 === 0 ? left : left.toReversed()));
    if (replies.length > 0) journal.record(...replies.map(([order, reply]) => noteOf(number, order, reply)));
  }
  return true;
}

/** A final slice that answered for an earlier winner answers for no other: the certificate says so. */
async function unlessExhausted<Reply>(judging: Promise<readonly Reply[]>): Promise<readonly Reply[]> {
  try {
    return await judging;
  } catch (error) {
    if (isFulcrumError(error) && error.facts.code === 'FULCRUM_E_HELD_OUT_EXHAUSTED') return [];
    throw error;
  }
}

async function judgeLabel(
  { judge, task }: ConfirmingParts,
  orders: readonly Order[],
): Promise<readonly (readonly [Order, JudgeReply])[]> {
  const { signal } = new AbortController();
  const ask = async (order: Order): Promise<readonly [Order, JudgeReply]> => {
    const { candidate, inputs } = order;
    const scope = scopeOf(task, inputs);
    return [order, await judge.judge({ candidate, mode: 'fresh', inputs, scope, signal })];
  };
  if (task.acceptance.rule === 'exact') return Promise.all(orders.map(ask));
  const replies: (readonly [Order, JudgeReply])[] = [];
  // What one does to the machine is not to be in the other's figures.
  for (const order of orders) replies.push(await ask(order));
  return replies;
}

function noteOf(number: number, { role, step, candidate }: Order, { verdict, observed }: JudgeReply): Note {
  const { tree } = candidate;
  return { event: { type: 'confirmation-judged', number, role, step, tree, verdict }, observed };
}

function keyOf({
  role,
  step,
  verdict,
}: Pick<ConfirmationJudgement, 'role' | 'step'> & {
  readonly verdict: Pick<ConfirmationJudgement['verdict'], 'inputs'>;
}): string {
  return `${role} ${step} ${verdict.inputs}`;
}
