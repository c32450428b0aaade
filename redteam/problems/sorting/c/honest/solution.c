#include <stdlib.h>

static int upwards(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

void sort_values(int *values, int count) {
  qsort(values, count, sizeof *values, upwards);
}
