import { spentAlpha } from '../acceptance/arithmetic/alpha-schedule.ts';
import { eValue } from '../acceptance/arithmetic/e-value.ts';
import type { Level, MeasuredNoise } from '../kernel/noise.ts';
import type { StatisticsSource } from '../kernel/acceptance-source.ts';

/** The same figure of two that were asked the same, as gains: positive where the first is better. */
export interface PairTally {
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Null without a pair. */
  readonly mean: number | null;
}

/** @param failures pairs that the first lost by not passing: they have no gain */
export function tallyPairs(gains: readonly number[], failures = 0): PairTally {
  const wins = gains.filter((gained) => gained > 0).length;
  const losses = gains.filter((gained) => gained < 0).length;
  const ties = gains.length - wins - losses;
  const mean = gains.length === 0 ? null : meanOf(gains);
  return { pairs: gains.length + failures, wins, losses: losses + failures, ties, mean };
}

/** Pairs of one look at noise or incumbent: as many as a screening takes, but never so few that a deviation means little. */
export function repeatPairs({ screenPairs = 20 }: StatisticsSource): number {
  return Math.max(screenPairs, 10);
}

/** Where planning starts when no minimum gain says what matters: half a standard deviation, a medium effect (Cohen 1988). */
const MEDIUM_EFFECT = 0.5;

/** Confirmations are planned as if this many had been made: alpha shrinks from one to the next. */
const PLANNED_CONFIRMATION = 10;

const FEWEST_PAIRS = 20;
const MOST_PAIRS = 1000;

/**
 * What pairs of the baseline with itself show. The e-value is the mean of those for either of the two being better, so
 * that it reaches 1 / alpha with a probability of at most alpha where neither is.
 *
 * Where the same inputs give the same figure, noise is what inputs make of a gain. The baseline alone does not show that:
 * it is planned for as if the figures of candidate and incumbent had nothing to do with each other, which is too much noise
 * rather than too little.
 *
 * @param gains of the one that stands for the candidate over the other, pair by pair
 * @param figures of both, pair by pair
 */
export function noiseOfPairs(
  gains: readonly number[],
  figures: readonly (readonly [number, number])[],
  statistics: StatisticsSource,
  minimumGain: number,
): MeasuredNoise {
  const { pairs, wins, losses, ties } = tallyPairs(gains);
  const mean = meanOf(gains);
  const deviation = deviationOf(gains);
  const deterministic = ties === pairs;
  const acrossInputs = deviationOf(figures.map(meanOf));
  const planned = deterministic ? Math.SQRT2 * acrossInputs : deviation;
  const effect = minimumGain > 0 ? minimumGain : MEDIUM_EFFECT * planned;
  return {
    ...{ pairs, wins, losses, ties, mean, deviation, deterministic, acrossInputs, effect },
    eValue: (eValue(wins, losses) + eValue(losses, wins)) / 2,
    threshold: 1 / statistics.alpha,
    repeats: plannedPairs(chanceOfWin(effect, planned), neededEvidence(statistics)),
    level: levelOf(figures.flat()),
  };
}

/** P(gain > 0) of normal gains with this mean and deviation. */
function chanceOfWin(effect: number, deviation: number): number {
  return deviation === 0 ? 1 : normalDistribution(effect / deviation);
}

/** The e-value that a planned confirmation asks for. */
function neededEvidence({ alpha, plannedTests }: StatisticsSource): number {
  return plannedTests === undefined ? 1 / spentAlpha(alpha, PLANNED_CONFIRMATION) : plannedTests / alpha;
}

/**
 * Fewest pairs with which a confirmation keeps a candidate that wins each with this probability, nine times in ten: the
 * lower decile of its wins, by the normal approximation, reaches the e-value that is needed.
 */
export function plannedPairs(chance: number, needed: number): number {
  for (let pairs = FEWEST_PAIRS; pairs < MOST_PAIRS; pairs += 1) {
    const decile = pairs * chance - LOWER_DECILE * Math.sqrt(pairs * chance * (1 - chance));
    const wins = Math.max(0, Math.floor(decile));
    if (eValue(wins, pairs - wins) >= needed) return pairs;
  }
  return MOST_PAIRS;
}

/** The standard normal deviate below which one in ten lies, without its sign. */
const LOWER_DECILE = 1.2815515655446004;

/** The standard normal distribution function: Abramowitz and Stegun 1964, formula 26.2.17, error below 7.5e-8. */
export function normalDistribution(deviate: number): number {
  const distance = Math.abs(deviate);
  const t = 1 / (1 + 0.2316419 * distance);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-distance * distance) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return deviate < 0 ? tail : 1 - tail;
}

/** Scale of the median absolute deviation for normal figures: 1 / Phi^-1(3/4). */
const NORMAL_SCALE = 1.4826022185056018;

export function levelOf(figures: readonly number[]): Level {
  const median = medianOf(figures);
  const scale = NORMAL_SCALE * medianOf(figures.map((value) => Math.abs(value - median)));
  return { count: figures.length, median, scale };
}

/** Beyond it a figure counts as an outlier: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993. */
const DRIFT_LIMIT = 3.5;

/**
 * How far the level moved, in standard errors of a difference of two medians: that of a median of n normal figures is
 * sqrt(pi / 2) sigma / sqrt(n), with sigma from the scatter at the start. Null where there was no scatter.
 */
export function driftBetween(
  start: Level,
  now: Level,
): { readonly drift: number | null; readonly drifted: boolean } {
  const moved = now.median - start.median;
  if (start.scale === 0) return { drift: null, drifted: moved !== 0 };
  const error = start.scale * Math.sqrt((Math.PI / 2) * (1 / start.count + 1 / now.count));
  const drift = moved / error;
  return { drift, drifted: Math.abs(drift) >= DRIFT_LIMIT };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** With n - 1. */
function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
