/** The same input for every repetition, and the baseline in the same process. */
export const entry = 'longestChain';
export const args = [40000];

export function reference(limit) {
  let best = 1;
  let record = 0;
  for (let start = 2; start < limit; start += 1) {
    let steps = 0;
    for (let value = start; value !== 1; steps += 1) value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    if (steps > record) [best, record] = [start, steps];
  }
  return best;
}
