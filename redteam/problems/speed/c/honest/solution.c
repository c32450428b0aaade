#include <stdlib.h>

/* Values that can be part of a pair lie between 0 and the total. */
void count_pairs(const int *values, int count, int total, long *pairs) {
  int *seen = calloc(total + 1, sizeof *seen);
  *pairs = 0;
  for (int index = 0; index < count; index += 1) {
    if (values[index] > total) continue;
    *pairs += seen[total - values[index]];
    seen[values[index]] += 1;
  }
  free(seen);
}
