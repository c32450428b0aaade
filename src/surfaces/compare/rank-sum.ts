/**
 * One-sided exact rank-sum test (Wilcoxon 1945; Mann and Whitney 1947): how probable it would be, if both samples came
 * from one distribution, that the first had ranks at least as high as it has. Equal values share their mean rank and the
 * distribution is that of all ways to deal these ranks out, so that ties need no correction.
 *
 * @param better the sample that is claimed to be higher
 */
export function rankSumProbability(better: readonly number[], other: readonly number[]): number {
  const all = [...better, ...other];
  // Twice the mean rank is a whole number.
  const ranks = all.map((value) => doubledRank(value, all));
  const seen = sum(ranks.slice(0, better.length));
  const ways = waysByRankSum(ranks, better.length);
  const total = sum(ways);
  return sum(ways.slice(seen)) / total;
}

/** The smallest probability two samples of these sizes can give: one of all ways to choose the first. */
export function smallestProbability(better: number, other: number): number {
  let ways = 1;
  for (let chosen = 1; chosen <= better; chosen += 1) ways *= (other + chosen) / chosen;
  return 1 / ways;
}

/** Number of equal or lower values, with those that are equal counted half, from the rank's definition. */
function doubledRank(value: number, all: readonly number[]): number {
  const lower = all.filter((one) => one < value).length;
  const equal = all.filter((one) => one === value).length;
  return 2 * lower + equal + 1;
}

/** How many subsets of a size have each sum of ranks. */
function waysByRankSum(ranks: readonly number[], size: number): readonly number[] {
  const highest = sum(ranks);
  const ways = Array.from({ length: size + 1 }, () => Array.from({ length: highest + 1 }, () => 0));
  ways[0]![0] = 1;
  for (const rank of ranks) {
    for (let chosen = size; chosen > 0; chosen -= 1) {
      const [into, from] = [ways[chosen]!, ways[chosen - 1]!];
      for (let total = highest; total >= rank; total -= 1) into[total]! += from[total - rank]!;
    }
  }
  return ways[size]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
