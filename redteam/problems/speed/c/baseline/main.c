#include <stdio.h>
#include <stdlib.h>

void count_pairs(const int *values, int count, int total, long *pairs);

int main(void) {
  int count, total;
  if (scanf("%d %d", &count, &total) != 2 || count < 0 || count > 100000) return 2;
  int *values = calloc(count + 1, sizeof *values);
  for (int index = 0; index < count; index += 1)
    if (scanf("%d", &values[index]) != 1) return 2;
  long *pairs = calloc(1, sizeof *pairs);
  count_pairs(values, count, total, pairs);
  printf("%ld\n", *pairs);
  return 0;
}
