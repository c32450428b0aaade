let counts = new Uint32Array(1 << 17);

export function countPairs(values, sum) {
  let highest = Math.max(0, sum);
  for (const value of values) highest = Math.max(highest, value);
  if (highest >= counts.length) counts = new Uint32Array(highest + 1);
  counts.fill(0);
  let count = 0;
  for (const value of values) {
    const other = sum - value;
    if (other >= 0 && other < counts.length) count += counts[other];
    counts[value] += 1;
  }
  return count;
}
