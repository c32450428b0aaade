import type { Evidence } from '../../kernel/contracts/acceptance.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import type { GateFailure } from '../gate.ts';
import { gateFailure } from '../gate.ts';
import type { Claim, Standing, Tally } from './sequential-test.ts';
import { standingOf } from './sequential-test.ts';
import type { Stage } from './stages.ts';
import type { Pair, PairedGuard, PairOutcome } from './weigh-pair.ts';
import { pairedGuards, weighGuard, weighObjectives } from './weigh-pair.ts';

/** What the pairs of one stage say. */
export interface StageEvidence {
  readonly pairs: readonly Pair[];
  /** The stage compares with the baseline, and the baseline is another than the incumbent. */
  readonly asksBaseline: boolean;
  /** That the candidate is better, by one tally or by one for each objective. */
  readonly better: Claim;
  readonly guards: readonly GuardEvidence[];
  readonly standing: Standing | StageFailure;
}

export interface GuardEvidence {
  readonly guard: PairedGuard;
  readonly tally: Tally;
}

/** A pair that cannot be weighed ends the test. */
export interface StageFailure {
  readonly kind: 'failed';
  readonly decision: GateFailure['kind'] | 'escalate';
  readonly reason: string;
}

/** Questions of screening pairs are visible ones; those of a test that can keep a candidate are all there are. */
export function scopeOf({ name }: Stage): 'visible' | 'all' {
  return name === 'screen' ? 'visible' : 'all';
}

/** The label of the i-th pair's inputs, from 1. A test taken again gets inputs that nobody was asked before. */
export function pairInputs(number: number, { name, confirmation }: Stage, index: number): string {
  return name === 'screen'
    ? `decision-${number}-screen-${index}`
    : `decision-${number}-test-${confirmation}-confirm-${index}`;
}

/** Weighs the pairs that were judged for a stage in sandboxes of this mode. */
export function weighStage(
  task: Task,
  stage: Stage,
  evidence: Evidence,
  mode: Verdict['mode'],
): StageEvidence {
  const scope = scopeOf(stage);
  const guards = pairedGuards(task, scope, isBaseline(evidence));
  const asksBaseline = guards.some(({ against }) => against === 'baseline');
  const pairs = pairsOf(stage, evidence, mode, asksBaseline);
  const outcomes = pairs.map((pair) => weighPair(task, scope, guards, pair));
  const failure = outcomes.find((outcome): outcome is StageFailure => 'kind' in outcome);
  const weighed = outcomes.filter((outcome): outcome is Weighed => !('kind' in outcome));
  const tally = (select: (outcome: Weighed) => PairOutcome): Tally => tallyOf(weighed.map(select));
  const claims = task.acceptance.objectives === 'pareto' ? task.objectives.length : 1;
  const better = Array.from({ length: claims }, (_, index) => tally(({ objectives }) => objectives[index]!));
  const guarded = guards.map((guard, index) => ({
    guard,
    tally: tally((outcome) => outcome.guards[index]!),
  }));
  const standing = failure ?? standingOfStage(stage, better, guarded, pairs.length);
  return { pairs, asksBaseline, better, guards: guarded, standing };
}

/** Guards must be shown where a candidate can be kept; before that they only must not be contradicted. */
function standingOfStage(
  stage: Stage,
  better: Claim,
  guards: readonly GuardEvidence[],
  pairs: number,
): Standing {
  const claims = guards.map(({ tally }) => [tally]);
  const confirms = stage.name === 'confirm';
  return standingOf(
    { shown: confirms ? [better, ...claims] : [better], watched: confirms ? [] : claims },
    stage,
    pairs,
  );
}

interface Weighed {
  readonly objectives: readonly PairOutcome[];
  readonly guards: readonly PairOutcome[];
}

function weighPair(
  task: Task,
  scope: 'visible' | 'all',
  guards: readonly PairedGuard[],
  pair: Pair,
): Weighed | StageFailure {
  const failure = gateFailure(task, pair.candidate, scope);
  if (failure !== null) return { kind: 'failed', decision: failure.kind, reason: failure.reason };
  for (const [whom, verdict] of [
    ['incumbent', pair.incumbent],
    ['baseline', pair.baseline],
  ] as const) {
    if (verdict === null || verdict.status === 'pass') continue;
    const reason = `the ${whom} no longer passes: ${verdict.reason ?? verdict.status}`;
    return { kind: 'failed', decision: 'escalate', reason };
  }
  const objectives = weighObjectives(task, pair);
  if (objectives === null) return unmeasured('an objective');
  const outcomes = guards.map((guard) => weighGuard(guard, pair));
  const missing = guards[outcomes.indexOf(null)];
  if (missing !== undefined) return unmeasured(`${missing.metric} on ${missing.slice}`);
  return { objectives, guards: outcomes as readonly PairOutcome[] };
}

function unmeasured(what: string): StageFailure {
  return { kind: 'failed', decision: 'discard', reason: `${what} was not measured` };
}

function tallyOf(outcomes: readonly PairOutcome[]): Tally {
  const count = (wanted: PairOutcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return { wins: count('win'), losses: count('loss'), ties: count('tie') };
}

/** In order, up to the first that is not complete. */
function pairsOf(
  stage: Stage,
  evidence: Evidence,
  mode: Verdict['mode'],
  withBaseline: boolean,
): readonly Pair[] {
  const verdicts = new Map<string, Verdict>();
  for (const { judged, verdict } of evidence.judgements) {
    if (verdict.mode === mode) verdicts.set(`${judged} ${verdict.inputs}`, verdict);
  }
  const { candidate, incumbent, baseline } = evidence;
  const pairs: Pair[] = [];
  for (;;) {
    const inputs = pairInputs(candidate.number, stage, pairs.length + 1);
    const find = (number: number): Verdict | undefined => verdicts.get(`${number} ${inputs}`);
    const [own, other] = [find(candidate.number), find(incumbent.candidate.number)];
    const third = withBaseline ? find(baseline.candidate.number) : null;
    if (own === undefined || other === undefined || third === undefined) return pairs;
    pairs.push({ candidate: own, incumbent: other, baseline: third });
  }
}

function isBaseline({ incumbent, baseline }: Evidence): boolean {
  return incumbent.candidate.number === baseline.candidate.number;
}
