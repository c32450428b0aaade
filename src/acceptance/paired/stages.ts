import type { DecisionHistory } from '../../kernel/contracts/acceptance.ts';
import type { AcceptanceRuleName, StatisticsSource } from '../../kernel/acceptance-source.ts';
import { eLondAlpha, spentAlpha, uniformAlpha } from '../arithmetic/alpha-schedule.ts';
import { eValue } from '../arithmetic/e-value.ts';
import type { TestLimits } from './sequential-test.ts';

/** Rules that test pairs of measurements. */
export type PairedRuleName = Exclude<AcceptanceRuleName, 'exact' | 'greedy'>;

/** One test a candidate must stand, on pairs of its own. */
export interface Stage extends TestLimits {
  readonly name: 'screen' | 'confirm';
  /** Probability of passing by chance; null where nothing is promised of it. */
  readonly alpha: number | null;
  /** Which test that could keep a candidate it is, from 1 in a run; null where it cannot. */
  readonly confirmation: number | null;
}

/** Pairs of one test where neither the task nor the noise measured at the start says how many. */
const MAXIMUM_PAIRS = 200;

/**
 * The tests of the next candidate, in order.
 *
 * @param repeats pairs that the noise measured at the start asks for, or null
 */
export function stagesOf(
  rule: PairedRuleName,
  statistics: StatisticsSource,
  history: DecisionHistory,
  repeats: number | null,
): readonly Stage[] {
  const confirmation = history.confirmations + 1;
  const alpha = alphaOf(rule, statistics, confirmation, history.confirmed);
  const threshold = 1 / alpha;
  const maximumPairs = statistics.maximumPairs ?? planned(repeats, threshold);
  const confirm: Stage = { name: 'confirm', threshold, maximumPairs, alpha, confirmation };
  return rule === 'two-stage' ? [screenOf(statistics), confirm] : [confirm];
}

/** Whether the stage can be passed at all, by winning every pair. */
export function isReachable({ threshold, maximumPairs }: TestLimits): boolean {
  return eValue(maximumPairs, 0) >= threshold;
}

/** What the noise asks for, though never too few to pass. */
function planned(repeats: number | null, threshold: number): number {
  let pairs = repeats ?? MAXIMUM_PAIRS;
  while (pairs < MAXIMUM_PAIRS && !isReachable({ threshold, maximumPairs: pairs })) pairs += 1;
  return pairs;
}

/** Candidates are screened cheaply; alpha is spent on those that come through alone. */
function screenOf({ screenPairs, screenThreshold }: StatisticsSource): Stage {
  const limits = { threshold: screenThreshold!, maximumPairs: screenPairs! };
  return { name: 'screen', ...limits, alpha: null, confirmation: null };
}

function alphaOf(
  rule: PairedRuleName,
  { alpha, plannedTests }: StatisticsSource,
  confirmation: number,
  confirmed: number,
): number {
  switch (rule) {
    case 'two-stage':
    case 'alpha-spending':
      return spentAlpha(alpha, confirmation);
    case 'uniform':
      return uniformAlpha(alpha, confirmation, plannedTests!);
    case 'e-lond':
      return eLondAlpha(alpha, confirmation, confirmed);
    case 'per-decision':
      return alpha;
  }
}
