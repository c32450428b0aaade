#include <stdio.h>
#include <stdlib.h>

void sort_values(int *values, int count);

int main(void) {
  int count;
  if (scanf("%d", &count) != 1 || count < 0 || count > 100000) return 2;
  int *values = calloc(count + 1, sizeof *values);
  for (int index = 0; index < count; index += 1)
    if (scanf("%d", &values[index]) != 1) return 2;
  sort_values(values, count);
  for (int index = 0; index < count; index += 1) printf("%d\n", values[index]);
  return 0;
}
