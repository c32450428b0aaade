/** The start below `limit` from which halving and 3n + 1 take longest to reach 1. */
export function longestChain(limit) {
  let best = 1;
  let record = 0;
  for (let start = 2; start < limit; start += 1) {
    let steps = 0;
    for (let value = start; value !== 1; steps += 1) value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    if (steps > record) [best, record] = [start, steps];
  }
  return best;
}
