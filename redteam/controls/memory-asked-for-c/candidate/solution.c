#include <stdlib.h>
#include <string.h>

static int upwards(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

void sort_values(int *values, int count) {
  size_t bytes = 8u << 20;
  int *room = malloc(bytes);
  memset(room, 0, bytes);
  memcpy(room, values, count * sizeof *values);
  qsort(room, count, sizeof *room, upwards);
  memcpy(values, room, count * sizeof *values);
  free(room);
}
