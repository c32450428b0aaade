/** Steps below the start are known already. */
export function longestChain(limit) {
  const known = new Uint16Array(limit + 1);
  let best = 1;
  for (let start = 2; start < limit; start += 1) {
    let steps = 0;
    let value = start;
    for (; value >= start; steps += 1) value = value % 2 === 0 ? value / 2 : 3 * value + 1;
    known[start] = steps + known[value];
    if (known[start] > known[best]) best = start;
  }
  return best;
}
