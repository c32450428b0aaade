import { eValue } from '../acceptance/arithmetic/e-value.ts';
import type { Remeasurement } from '../kernel/noise.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { StatisticsSource } from '../kernel/acceptance-source.ts';
import { checkPasses } from './2-baseline.ts';
import type { Journal } from './journal.ts';
import type { JudgedPair } from './judge-pairs.ts';
import { figureOf, gainsOf, judgePairs } from './judge-pairs.ts';
import { driftBetween, levelOf, repeatPairs, tallyPairs } from './noise-of-pairs.ts';
import type { RunParts } from './run-parts.ts';

/**
 * Measures the incumbent against the baseline on fresh inputs when the time has come. Decides nothing: what it finds of
 * incumbent and machine is for people.
 *
 * @throws FulcrumError `FULCRUM_E_BASELINE_FAILS` when the baseline no longer passes
 */
export async function remeasureWhenDue(
  parts: RunParts,
  journal: Journal,
  signal: AbortSignal,
): Promise<void> {
  const { statistics } = parts.task.acceptance;
  const state = journal.state();
  if (statistics === undefined || state.noise === null || !isDue(state, statistics)) return;

  const { decided } = state;
  const incumbent = state.incumbent!.candidate;
  const baseline = state.baseline!.candidate;
  const labelOf = (index: number): string => `remeasure-${decided}-${index}`;
  const contenders = [incumbent, baseline] as const;
  const { pairs, notes } = await judgePairs(parts, contenders, repeatPairs(statistics), labelOf, signal);
  const remeasured = weigh(parts, state, statistics, pairs);
  journal.record(...notes, { event: { type: 'incumbent-remeasured', remeasured } });
}

/** E-value from which pairs speak for one of the two, where the rule has no such value of its own. */
const SEEN = 4;

function isDue({ decided, remeasured }: RunState, { remeasureEvery }: StatisticsSource): boolean {
  return remeasureEvery > 0 && decided - (remeasured?.decided ?? 0) >= remeasureEvery;
}

function weigh(
  parts: RunParts,
  { decided, noise, incumbent }: RunState,
  { screenThreshold = SEEN }: StatisticsSource,
  pairs: readonly JudgedPair[],
): Remeasurement {
  const { number } = incumbent!.candidate;
  for (const { second } of pairs) checkPasses(second.verdict);
  const gains = number === 0 ? [] : gainsOf(parts, pairs);
  const tally = tallyPairs(gains, number === 0 ? 0 : pairs.length - gains.length);
  const level = levelOf(pairs.map(({ second }) => figureOf(parts, second)!));
  return {
    ...{ decided, incumbent: number, ...tally, level },
    ...(number === 0
      ? { eValue: null, standing: null }
      : {
          eValue: eValue(tally.wins, tally.losses),
          standing: standingOf(tally.wins, tally.losses, screenThreshold),
        }),
    ...driftBetween(noise!.level, level),
  };
}

function standingOf(wins: number, losses: number, threshold: number): NonNullable<Remeasurement['standing']> {
  if (eValue(wins, losses) >= threshold) return 'better';
  return eValue(losses, wins) >= threshold ? 'worse' : 'unclear';
}
