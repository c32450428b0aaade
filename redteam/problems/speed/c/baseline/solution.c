void count_pairs(const int *values, int count, int total, long *pairs) {
  *pairs = 0;
  for (int left = 0; left < count; left += 1)
    for (int right = left + 1; right < count; right += 1)
      if (values[left] + values[right] == total) *pairs += 1;
}
