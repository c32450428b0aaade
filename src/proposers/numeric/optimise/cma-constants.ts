/** Constants of CMA-ES that follow from the dimension alone. */
export interface CmaConstants {
  /** Samples of a generation: lambda. */
  readonly samples: number;
  /** Recombination weights of the best samples, summing to one. */
  readonly weights: readonly number[];
  /** Variance effective selection mass of the weights. */
  readonly effective: number;
  readonly stepRate: number;
  readonly damping: number;
  readonly pathRate: number;
  readonly rankOne: number;
  readonly rankMu: number;
  /** Expected length of a standard normal vector. */
  readonly expectedLength: number;
  /** Generations between two eigendecompositions, so that they cost no more than the sampling. */
  readonly decomposeEvery: number;
}

/** Table 1 of Hansen 2016 (arXiv 1604.00772), equations 48 to 58, the negative weights left out. */
export function cmaConstants(dimension: number): CmaConstants {
  const samples = 4 + Math.floor(3 * Math.log(dimension));
  const raw = Array.from({ length: Math.floor(samples / 2) }, (_, rank) =>
    Math.log((samples + 1) / 2 / (rank + 1)),
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const effective = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const stepRate = (effective + 2) / (dimension + effective + 5);
  const damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (dimension + 1)) - 1) + stepRate;
  const pathRate = (4 + effective / dimension) / (dimension + 4 + (2 * effective) / dimension);
  const rankOne = 2 / ((dimension + 1.3) ** 2 + effective);
  const rankMu = Math.min(
    1 - rankOne,
    (2 * (0.25 + effective + 1 / effective - 2)) / ((dimension + 2) ** 2 + effective),
  );
  const expectedLength = Math.sqrt(dimension) * (1 - 1 / (4 * dimension) + 1 / (21 * dimension ** 2));
  const decomposeEvery = Math.max(1, Math.floor(1 / (10 * dimension * (rankOne + rankMu))));
  return {
    samples,
    weights,
    effective,
    stepRate,
    damping,
    pathRate,
    rankOne,
    rankMu,
    expectedLength,
    decomposeEvery,
  };
}
