import type { Comparison, Decision, DecisionKind, PairedTest } from '../../kernel/decision.ts';
import type { Objective } from '../../kernel/objective.ts';
import { gain } from '../../kernel/objective.ts';
import type { Task } from '../../kernel/task.ts';
import { metricOf } from '../../kernel/verdict.ts';
import { eValue } from '../arithmetic/e-value.ts';
import { furtherPairs } from '../arithmetic/further-pairs.ts';
import { demandedGain, weighGain } from '../compare-objectives.ts';
import { formatFigure } from '../format-figure.ts';
import type { Standing } from './sequential-test.ts';
import { claimEValue, strongestOf } from './sequential-test.ts';
import type { GuardEvidence, StageEvidence, StageFailure } from './stage-evidence.ts';
import type { Stage } from './stages.ts';
import type { Pair } from './weigh-pair.ts';
import { referenceOf } from './weigh-pair.ts';

type Ended = StageFailure | Exclude<Standing, { kind: 'open' }>;

/** The decision that the pairs of a stage lead to where no more are taken. */
export function pairedDecision(task: Task, stage: Stage, evidence: StageEvidence, ended: Ended): Decision {
  const test = testOf(stage, evidence);
  const { kind, reason } = conclusion(stage, evidence, ended, test);
  const comparisons = ended.kind === 'failed' ? [] : comparisonsOf(task, stage, evidence, kind);
  return { kind, rule: task.acceptance.rule, reason, comparisons, test };
}

/** What the decision rests on, in figures that are plain JSON and the same to the last digit on every machine. */
function testOf(stage: Stage, { pairs, better, guards }: StageEvidence): PairedTest {
  const { name, threshold, alpha, confirmation } = stage;
  const strongest = strongestOf(better);
  const tests = guards.map(({ guard: { slice, metric, against, margin }, tally: { wins, losses } }) => {
    return { slice, metric, against, margin, wins, losses, eValue: rounded(eValue(wins, losses)) };
  });
  return {
    stage: name,
    pairs: pairs.length,
    ...strongest,
    eValue: rounded(claimEValue(better)),
    threshold: rounded(threshold),
    alpha: alpha === null ? null : rounded(alpha),
    confirmation,
    furtherPairs: furtherPairs(strongest, threshold),
    ...(stage.name === 'confirm' && tests.length > 0 ? { guards: tests } : {}),
  };
}

interface Conclusion {
  readonly kind: DecisionKind;
  readonly reason: string;
}

function conclusion(stage: Stage, evidence: StageEvidence, ended: Ended, test: PairedTest): Conclusion {
  const { wins, losses, ties, pairs, threshold } = test;
  const tied = ties === 0 ? '' : ` and ${ties} tied`;
  const figures = `${wins} of ${pairs} pairs won, ${losses} lost${tied}, e-value ${brief(test.eValue)} of ${brief(threshold)}`;
  const where = stage.name === 'screen' ? 'screened' : 'tested';
  switch (ended.kind) {
    case 'failed':
      return { kind: ended.decision, reason: ended.reason };
    case 'shown':
      return { kind: 'keep', reason: `better: ${figures}` };
    case 'contradicted': {
      const lost = evidence.guards.find(({ tally }) => tally.losses > tally.wins);
      const isGuard = lost !== undefined && losses <= wins;
      return {
        kind: 'discard',
        reason: isGuard ? `loses too much on ${guardText(lost)}` : `worse when ${where}: ${figures}`,
      };
    }
    case 'out-of-reach': {
      if (test.eValue >= threshold) {
        const short = evidence.guards.find(({ tally }) => eValue(tally.wins, tally.losses) < threshold)!;
        return {
          kind: 'inconclusive',
          reason: `better, but not shown to be no worse on ${guardText(short)}`,
        };
      }
      // The e-value is the Bayes factor of better against no difference.
      if (test.eValue <= 1) return { kind: 'discard', reason: `no better when ${where}: ${figures}` };
      return { kind: 'inconclusive', reason: `not enough when ${where}: ${figures}${furtherText(test)}` };
    }
  }
}

function furtherText({ furtherPairs: further }: PairedTest): string {
  return further === null ? '' : `; about ${further} more pairs at this rate would do`;
}

function guardText({
  guard: { metric, slice, against, margin },
  tally: { wins, losses },
}: GuardEvidence): string {
  return `${metric} on ${slice} against the ${against}: within ${margin} in ${wins} of ${wins + losses} pairs`;
}

/** Medians over the pairs: the gain is the median of the paired gains, which is what the test is about. */
function comparisonsOf(
  task: Task,
  stage: Stage,
  { pairs, guards }: StageEvidence,
  kind: DecisionKind,
): readonly Comparison[] {
  if (pairs.length === 0) return [];
  const objectives = task.objectives.map((objective, rank): Comparison => {
    const medians = mediansOf(objective, pairs, 'incumbent');
    const better = medians.gain !== null && weighGain(medians.gain, demandedGain(task, rank)) === 'better';
    const { slice, metric } = objective;
    const holds = kind === 'keep' && better;
    return { slice, metric, against: 'incumbent', ...medians, tolerance: 0, holds };
  });
  if (stage.name === 'screen') return objectives;
  const guarded = guards.map(({ guard, tally }): Comparison => {
    const { slice, metric, against, margin } = guard;
    const holds = eValue(tally.wins, tally.losses) >= stage.threshold;
    return { slice, metric, against, ...mediansOf(guard, pairs, against), tolerance: margin, holds };
  });
  return [...objectives, ...guarded];
}

function mediansOf(
  { slice, metric, direction }: Pick<Objective, 'slice' | 'metric' | 'direction'>,
  pairs: readonly Pair[],
  against: Comparison['against'],
): Pick<Comparison, 'candidate' | 'reference' | 'gain'> {
  const own = pairs.map((pair) => metricOf(pair.candidate, slice, metric));
  const others = pairs.map((pair) => metricOf(referenceOf(pair, against), slice, metric));
  const gains = own.map((value, index) => {
    const other = others[index]!;
    return value === null || other === null ? null : gain({ direction }, value, other);
  });
  return { candidate: medianOf(own), reference: medianOf(others), gain: medianOf(gains) };
}

/** Of those that were measured; the mean of the middle two of an even number. */
function medianOf(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((left, right) => left - right);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function brief(value: number): string {
  return formatFigure(Number(value.toPrecision(3)));
}
