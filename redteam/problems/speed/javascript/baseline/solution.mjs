export function countPairs(values, sum) {
  let count = 0;
  for (let left = 0; left < values.length; left += 1)
    for (let right = left + 1; right < values.length; right += 1)
      if (values[left] + values[right] === sum) count += 1;
  return count;
}
