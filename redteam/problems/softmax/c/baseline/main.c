#include <stdio.h>
#include <stdlib.h>

void softmax(const double *values, int count, double *shares);

int main(void) {
  int count;
  if (scanf("%d", &count) != 1 || count < 0 || count > 100000) return 2;
  double *values = calloc(count + 1, sizeof *values), *shares = calloc(count + 1, sizeof *shares);
  for (int index = 0; index < count; index += 1)
    if (scanf("%lf", &values[index]) != 1) return 2;
  softmax(values, count, shares);
  for (int index = 0; index < count; index += 1) printf("%.17g\n", shares[index]);
  return 0;
}
