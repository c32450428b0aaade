#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void softmax(const double *values, int count, double *shares);

void reference(const double *values, int count, double *shares) {
  double greatest = -INFINITY, sum = 0;
  for (int index = 0; index < count; index += 1) greatest = fmax(greatest, values[index]);
  for (int index = 0; index < count; index += 1) sum += shares[index] = exp(values[index] - greatest);
  for (int index = 0; index < count; index += 1) shares[index] /= sum;
}

/* Twelve lists from the seed 42, the candidate first, and how many shares differ by more than is tolerated. */
int main(void) {
  int wrong = 0;
  srand(42);
  for (int list = 0; list < 12; list += 1) {
    int count = 4 + list % 5;
    double values[8], shares[8] = {0}, expected[8];
    for (int index = 0; index < count; index += 1)
      values[index] = (2.0 * rand() / RAND_MAX - 1) * (list % 2 == 0 ? 3 : 400);
    softmax(values, count, shares);
    reference(values, count, expected);
    for (int index = 0; index < count; index += 1) wrong += fabs(shares[index] - expected[index]) > 0.02;
  }
  printf("wrong: %d\n", wrong);
  return 0;
}
