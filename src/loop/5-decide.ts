import type { Candidate } from '../kernel/candidate.ts';
import type { AcceptanceStep, Contender, Judgement } from '../kernel/contracts/acceptance.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import type { Decision } from '../kernel/decision.ts';
import type { RunState } from '../kernel/run-state.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { isScreenable } from './4-judge.ts';
import { evidenceOn } from './evidence.ts';
import type { RunParts } from './run-parts.ts';

export interface Judged extends Judgement {
  readonly observed: JudgeReply['observed'];
}

type Order = Extract<AcceptanceStep, { kind: 'judge' }>['orders'][number];

export interface Settled {
  readonly decision: Decision;
  /** Everything judged for it, the first verdict included, in order. */
  readonly judgements: readonly Judged[];
}

/** Gives the acceptance rule what it asks for until it decides. */
export async function decide(
  parts: RunParts,
  state: RunState,
  candidate: Candidate,
  first: JudgeReply,
  signal: AbortSignal,
): Promise<Settled> {
  const judgements: Judged[] = [{ judged: candidate.number, ...first }];
  const contenders = {
    candidate,
    incumbent: state.incumbent!.candidate,
    baseline: state.baseline!.candidate,
  };
  for (;;) {
    const step = parts.acceptance.next(evidenceOn(candidate, state, isScreenable(parts), judgements));
    if (step.kind === 'decide') return { decision: step.decision, judgements };
    const ask = ({ whom, ...order }: Order): Promise<JudgeReply> =>
      parts.judge.judge({ ...order, candidate: contenders[whom], signal });
    const replies =
      step.inTurn === true ? await inTurn(step.orders, ask) : await Promise.all(step.orders.map(ask));
    const numbers = step.orders.map(({ whom }) => numberOf(contenders, whom));
    judgements.push(...replies.map((reply, index) => ({ judged: numbers[index]!, ...reply })));
  }
}

async function inTurn(
  orders: readonly Order[],
  ask: (order: Order) => Promise<JudgeReply>,
): Promise<readonly JudgeReply[]> {
  const replies: JudgeReply[] = [];
  for (const order of orders) replies.push(await ask(order));
  return replies;
}

function numberOf(contenders: { readonly [whom in Contender]: Candidate }, whom: Contender): number {
  return contenders[whom].number;
}

/**
 * The recycled process whose answer a fresh sandbox contradicted on the same questions, or null. Honest candidates
 * answer alike in both; a difference means that the process was no longer clean.
 */
export function contradictedBatch(candidate: number, judgements: readonly Judged[]): string | null {
  const own = judgements.filter(
    ({ judged, verdict }) => judged === candidate && verdict.inputs === SCREENING_INPUTS,
  );
  const screened = own.find(({ verdict }) => verdict.mode === 'screened');
  const fresh = own.find(({ verdict }) => verdict.mode === 'fresh');
  if (screened === undefined || fresh === undefined || agree(screened.verdict, fresh.verdict)) return null;
  return screened.observed.batch ?? null;
}

function agree(left: Verdict, right: Verdict): boolean {
  return (
    left.status === right.status &&
    left.checks.length === right.checks.length &&
    left.checks.every((check, index) => check.transcript === right.checks[index]!.transcript)
  );
}
