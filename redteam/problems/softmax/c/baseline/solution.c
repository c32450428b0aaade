#include <math.h>

void softmax(const double *values, int count, double *shares) {
  double sum = 0;
  for (int index = 0; index < count; index += 1) sum += shares[index] = exp(fmin(50, fmax(-50, values[index])));
  for (int index = 0; index < count; index += 1) shares[index] /= sum;
}
