#include <string.h>

static int seen[1 << 17];

void count_pairs(const int *values, int count, int total, long *pairs) {
  memset(seen, 0, sizeof seen);
  *pairs = 0;
  for (int index = 0; index < count; index += 1) {
    if (values[index] > total) continue;
    *pairs += seen[total - values[index]];
    seen[values[index]] += 1;
  }
}
