#include <math.h>

void softmax(const double *values, int count, double *shares) {
  double greatest = -INFINITY, sum = 0;
  for (int index = 0; index < count; index += 1) greatest = fmax(greatest, values[index]);
  for (int index = 0; index < count; index += 1) sum += shares[index] = exp(values[index] - greatest);
  for (int index = 0; index < count; index += 1) shares[index] /= sum;
}
