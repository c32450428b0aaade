import type {
  AcceptanceRule,
  AcceptanceStep,
  Contender,
  Evidence,
} from '../../kernel/contracts/acceptance.ts';
import type { Decision } from '../../kernel/decision.ts';
import { SCREENING_INPUTS } from '../../kernel/run-state.ts';
import type { StatisticsSource } from '../../kernel/acceptance-source.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { findVerdict } from '../find-verdict.ts';
import type { GateFailure } from '../gate.ts';
import { gateFailure } from '../gate.ts';
import type { Order } from '../screening-order.ts';
import { screening } from '../screening-order.ts';
import { pairedDecision } from './paired-decision.ts';
import type { StageEvidence, StageFailure } from './stage-evidence.ts';
import { pairInputs, scopeOf, weighStage } from './stage-evidence.ts';
import type { PairedRuleName, Stage } from './stages.ts';
import { isReachable, stagesOf } from './stages.ts';

/**
 * The rules for noisy metrics. Candidate and incumbent are measured in pairs: on the same inputs, in turn, who goes first
 * alternating, so that what drifts is the same for both. A candidate is kept when an e-value shows that it wins more
 * pairs than it loses, and that no guarded metric is worse than its margin in more than half of them. Correctness and
 * constraints are a hard gate in every verdict. Pairs that can keep a candidate are measured in fresh sandboxes.
 *
 * The rules differ in the threshold, and in whether there is a screening before; see `stagesOf`.
 */
export function pairedAcceptance(
  task: Task,
  rule: PairedRuleName,
  statistics: StatisticsSource,
): AcceptanceRule {
  return {
    id: rule,
    next: (evidence) => {
      const stages = stagesOf(rule, statistics, evidence.history, evidence.repeats);
      return nextStep(task, stages, evidence);
    },
    exhausted: ({ history, repeats }) => {
      const stage = closedStage(stagesOf(rule, statistics, history, repeats));
      return stage === null ? null : `${spentReason(stage)}: ${mendOf(stage)}`;
    },
  };
}

function nextStep(task: Task, stages: readonly Stage[], evidence: Evidence): AcceptanceStep {
  const first = firstVerdict(evidence);
  if (first === null) return judge([screening(evidence.screenable ? 'screened' : 'fresh')]);
  const failure = gateFailure(task, first, 'visible');
  if (failure !== null) return { kind: 'decide', decision: untested(task, failure) };
  const closed = closedStage(stages);
  if (closed !== null) return { kind: 'decide', decision: untested(task, spent(closed)) };
  for (const [index, stage] of stages.entries()) {
    const { mode, weighed } = weighInMode(task, stage, evidence);
    const standing = failureAfresh(task, stage, evidence) ?? weighed.standing;
    if (standing.kind === 'open') return judge(pairOrders(stage, evidence, weighed, standing.pairs, mode));
    if (standing.kind === 'shown' && index < stages.length - 1) continue;
    return { kind: 'decide', decision: pairedDecision(task, stage, weighed, standing) };
  }
  throw new Error('a rule without a stage');
}

/** The one that a candidate comes with: what is asked again later is part of a test. */
function firstVerdict({ judgements, candidate }: Evidence): Verdict | null {
  const isFirst = ({ judged, verdict }: Evidence['judgements'][number]): boolean =>
    judged === candidate.number && verdict.inputs === SCREENING_INPUTS;
  return judgements.find(isFirst)?.verdict ?? null;
}

/**
 * Screening pairs of trusted proposers share a process: good enough to discard. One that says the incumbent no longer
 * passes is not believed; the pairs are measured again in fresh sandboxes.
 */
function weighInMode(
  task: Task,
  stage: Stage,
  evidence: Evidence,
): { readonly mode: Verdict['mode']; readonly weighed: StageEvidence } {
  if (stage.name === 'screen' && evidence.screenable) {
    const weighed = weighStage(task, stage, evidence, 'screened');
    const { standing } = weighed;
    const doubtful = standing.kind === 'failed' && standing.decision === 'escalate';
    if (!doubtful) return { mode: 'screened', weighed };
  }
  return { mode: 'fresh', weighed: weighStage(task, stage, evidence, 'fresh') };
}

/** A candidate that passes its first questions in a shared process only is not kept. */
function failureAfresh(task: Task, stage: Stage, evidence: Evidence): StageFailure | null {
  const fresh = freshScreening(evidence);
  if (stage.name === 'screen' || fresh === null) return null;
  const failure = gateFailure(task, fresh, 'visible');
  return failure && { kind: 'failed', decision: failure.kind, reason: failure.reason };
}

function freshScreening(evidence: Evidence): Verdict | null {
  return findVerdict(evidence, evidence.candidate.number, SCREENING_INPUTS, 'fresh');
}

/** The next pairs: every second one starts with the other contender (ABBA). */
function pairOrders(
  stage: Stage,
  evidence: Evidence,
  { pairs, asksBaseline }: StageEvidence,
  more: number,
  mode: Verdict['mode'],
): readonly Order[] {
  const contenders: Contender[] = ['candidate', 'incumbent'];
  if (asksBaseline) contenders.push('baseline');
  const orders = Array.from({ length: more }, (_, offset): readonly Order[] => {
    const index = pairs.length + offset + 1;
    const inputs = pairInputs(evidence.candidate.number, stage, index);
    const turn = index % 2 === 1 ? contenders : contenders.toReversed();
    return turn.map((whom) => ({ whom, mode, inputs, scope: scopeOf(stage) }));
  });
  const confirms = stage.name === 'confirm' && freshScreening(evidence) === null;
  return [...(confirms ? [screening('fresh')] : []), ...orders.flat()];
}

function judge(orders: readonly Order[]): AcceptanceStep {
  return { kind: 'judge', orders, inTurn: true };
}

/** One that nothing can pass any more. */
function closedStage(stages: readonly Stage[]): Stage | null {
  return stages.find((stage) => !isReachable(stage)) ?? null;
}

/** A candidate cannot pass: it is not measured for nothing, and nothing is said of it. */
function spent(closed: Stage): Untested {
  return { kind: 'inconclusive', reason: spentReason(closed) };
}

function spentReason({ alpha, threshold, maximumPairs, confirmation }: Stage): string {
  return alpha === 0
    ? 'every test that alpha was divided among has been made, so nothing more can be kept'
    : `${maximumPairs} pairs are too few for test ${confirmation}, which takes an e-value of ${Number(threshold.toPrecision(3))}, so nothing more can be kept`;
}

function mendOf({ alpha }: Stage): string {
  return alpha === 0
    ? 'start a new run from the winner, with more evaluations in its budget for more tests'
    : 'start a new run from the winner, with a larger acceptance.maximumPairs or none';
}

type Untested = GateFailure | { readonly kind: 'inconclusive'; readonly reason: string };

/** Decided before a pair was measured: nothing of alpha is spent. */
function untested(task: Task, { kind, reason }: Untested): Decision {
  return { kind, rule: task.acceptance.rule, reason, comparisons: [] };
}
