#include <stdlib.h>

static int by_size(const void *left, const void *right) {
  long a = labs(*(const int *)left), b = labs(*(const int *)right);
  return (a > b) - (a < b);
}

void sort_values(int *values, int count) {
  qsort(values, count, sizeof *values, by_size);
}
