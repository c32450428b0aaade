#include <stdlib.h>

static const int pairs[][2] = {{0, 1}, {0, 2}, {1, 2}, {0, 1}, {2, 3}, {0, 2}, {1, 3}, {1, 2}};
static const struct {
  int first, last;
} network[] = {{0, 0}, {0, 0}, {0, 1}, {1, 4}, {3, 8}};

static int upwards(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

static void order(int *low, int *high) {
  int kept = *low;
  if (kept <= *high) return;
  *low = *high;
  *high = kept;
}

void sort_values(int *values, int count) {
  if (count > 4) {
    qsort(values, count, sizeof *values, upwards);
    return;
  }
  for (int step = network[count].first; step < network[count].last; step += 1)
    order(&values[pairs[step][0]], &values[pairs[step][1]]);
}
