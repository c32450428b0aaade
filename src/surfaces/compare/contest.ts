/** Probability that a value of the first sample is higher than one of the second; equal ones count half (Vargha and Delaney 2000). */
export function winProbability(first: readonly number[], second: readonly number[]): number {
  let won = 0;
  for (const left of first) for (const right of second) won += left > right ? 1 : left === right ? 0.5 : 0;
  return won / (first.length * second.length);
}

/**
 * The mean rank of each contestant over rounds, 1 for the highest; equal values share their mean rank.
 *
 * @param values by contestant, then by round
 */
export function meanRanks(values: readonly (readonly number[])[]): readonly number[] {
  return values.map((own) => {
    const ranks = own.map((value, round) => {
      const rivals = values.map((other) => other[round]!);
      const higher = rivals.filter((rival) => rival > value).length;
      const equal = rivals.filter((rival) => rival === value).length;
      return higher + (equal + 1) / 2;
    });
    return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  });
}
