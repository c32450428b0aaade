export function countPairs(values, sum) {
  const seen = new Map();
  let count = 0;
  for (const value of values) {
    count += seen.get(sum - value) ?? 0;
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  return count;
}
