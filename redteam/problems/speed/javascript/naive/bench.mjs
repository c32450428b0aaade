/** The same input for every repetition, and the baseline in the same process. */
export const entry = 'countPairs';
export const args = [Array.from({ length: 4000 }, (_, index) => (index * 7919) % 10007), 10000];

export function reference(values, sum) {
  let count = 0;
  for (let left = 0; left < values.length; left += 1)
    for (let right = left + 1; right < values.length; right += 1)
      if (values[left] + values[right] === sum) count += 1;
  return count;
}
