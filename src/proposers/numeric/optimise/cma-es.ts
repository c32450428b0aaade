import type { Random } from '../../../kernel/random.ts';
import { cmaConstants, type CmaConstants } from './cma-constants.ts';
import { symmetricEigen, type Eigen } from './symmetric-eigen.ts';

export interface CmaOptions {
  /** Standard deviation of the first samples in each coordinate, above zero. */
  readonly deviations: Float64Array;
  readonly evaluations: number;
  readonly random: Random;
}

/** The search distribution: normal around `mean`, of covariance `stepSize^2 * covariance`, in units of the deviations. */
interface Distribution {
  readonly mean: Float64Array;
  readonly stepSize: number;
  readonly covariance: readonly Float64Array[];
  readonly stepPath: Float64Array;
  readonly covariancePath: Float64Array;
  readonly generation: number;
}

interface Sample {
  /** Deviation from the mean, in units of step size and deviations. */
  readonly offset: Float64Array;
  readonly cost: number;
}

const SMALLEST_STEP = 1e-13;

/**
 * Minimises by covariance matrix adaptation (Hansen 2016, The CMA Evolution Strategy: A Tutorial, arXiv 1604.00772,
 * figure 6, positive weights). Uses no gradient. A cost that is not finite ranks last. Returns the best sample.
 */
export function minimizeCmaEs(
  cost: (point: Float64Array) => number,
  start: Float64Array,
  { deviations, evaluations, random }: CmaOptions,
): { readonly point: Float64Array; readonly value: number } {
  const constants = cmaConstants(start.length);
  const pointAt = (mean: Float64Array, step: number, offset: Float64Array): Float64Array =>
    mean.map((value, index) => value + step * deviations[index]! * offset[index]!);
  let state = firstDistribution(start);
  let best: { readonly point: Float64Array; readonly value: number } = { point: start, value: cost(start) };
  let axes = symmetricEigen(state.covariance);
  for (let used = 1; used + constants.samples <= evaluations; used += constants.samples) {
    const samples: Sample[] = [];
    for (let made = 0; made < constants.samples; made += 1) {
      const offset = drawOffset(axes, random);
      const point = pointAt(state.mean, state.stepSize, offset);
      const value = cost(point);
      samples.push({ offset, cost: Number.isFinite(value) ? value : Infinity });
      if (value < best.value) best = { point, value };
    }
    const ranked = samples.toSorted((left, right) => left.cost - right.cost || 0);
    const shift = weightedMean(ranked, constants);
    const mean = pointAt(state.mean, state.stepSize, shift);
    state = adapt({ ...state, mean }, shift, ranked, axes, constants);
    if (!(state.stepSize > SMALLEST_STEP) || !Number.isFinite(state.stepSize)) break;
    if (state.generation % constants.decomposeEvery === 0) axes = symmetricEigen(state.covariance);
  }
  return best;
}

function firstDistribution(start: Float64Array): Distribution {
  const size = start.length;
  const covariance = Array.from({ length: size }, (_, index) => {
    const row = new Float64Array(size);
    row[index] = 1;
    return row;
  });
  const zero = new Float64Array(size);
  return { mean: start, stepSize: 1, covariance, stepPath: zero, covariancePath: zero, generation: 0 };
}

/** A normal deviate of the covariance that these axes belong to. */
function drawOffset({ values, vectors }: Eigen, random: Random): Float64Array {
  const scaled = values.map((value) => Math.sqrt(Math.max(0, value)) * random.normal());
  return Float64Array.from(vectors, (row) => row.reduce((sum, part, axis) => sum + part * scaled[axis]!, 0));
}

function weightedMean(ranked: readonly Sample[], { weights }: CmaConstants): Float64Array {
  const mean = new Float64Array(ranked[0]!.offset.length);
  for (const [rank, weight] of weights.entries()) {
    const { offset } = ranked[rank]!;
    for (let index = 0; index < mean.length; index += 1) mean[index]! += weight * offset[index]!;
  }
  return mean;
}

/** Equations 31 to 37 and 47 of the tutorial, in its order: paths, covariance, step size. */
function adapt(
  state: Distribution,
  shift: Float64Array,
  ranked: readonly Sample[],
  axes: Eigen,
  constants: CmaConstants,
): Distribution {
  const { effective, stepRate, pathRate, rankOne, rankMu, damping, expectedLength, weights } = constants;
  const size = shift.length;
  const generation = state.generation + 1;
  const whitened = whiten(shift, axes);
  const stepGain = Math.sqrt(stepRate * (2 - stepRate) * effective);
  const stepPath = state.stepPath.map((value, index) => (1 - stepRate) * value + stepGain * whitened[index]!);
  const length = Math.hypot(...stepPath);
  const settled = Math.sqrt(1 - (1 - stepRate) ** (2 * generation));
  const isSteady = length / settled < (1.4 + 2 / (size + 1)) * expectedLength;
  const pathGain = isSteady ? Math.sqrt(pathRate * (2 - pathRate) * effective) : 0;
  const covariancePath = state.covariancePath.map(
    (value, index) => (1 - pathRate) * value + pathGain * shift[index]!,
  );
  const lost = isSteady ? 0 : rankOne * pathRate * (2 - pathRate);
  const kept = 1 + lost - rankOne - rankMu;
  const covariance = state.covariance.map((row, left) =>
    row.map((value, right) => {
      let spread = 0;
      for (const [rank, weight] of weights.entries()) {
        const { offset } = ranked[rank]!;
        spread += weight * offset[left]! * offset[right]!;
      }
      return kept * value + rankOne * covariancePath[left]! * covariancePath[right]! + rankMu * spread;
    }),
  );
  const stepSize = state.stepSize * Math.exp((stepRate / damping) * (length / expectedLength - 1));
  return { ...state, stepSize, covariance, stepPath, covariancePath, generation };
}

/** A vector times the inverse square root of the covariance. */
function whiten(vector: Float64Array, { values, vectors }: Eigen): Float64Array {
  const along = values.map((value, axis) => {
    let sum = 0;
    for (const [index, row] of vectors.entries()) sum += row[axis]! * vector[index]!;
    return value > 0 ? sum / Math.sqrt(value) : 0;
  });
  return Float64Array.from(vectors, (row) => row.reduce((sum, part, axis) => sum + part * along[axis]!, 0));
}
