#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COUNT = 5000, TOTAL = 10000, BUFFER = 1 << 16 };
typedef void Run(const int *values, int count, int total, long *pairs);

void count_pairs(const int *values, int count, int total, long *pairs);

static void reference(const int *values, int count, int total, long *pairs) {
  *pairs = 0;
  for (int left = 0; left < count; left += 1)
    for (int right = left + 1; right < count; right += 1)
      if (values[left] + values[right] == total) *pairs += 1;
}

/* Seconds of the quickest of eight, all with the same input, and a buffer for the result as the last run left it. */
static double timed(Run *run, const int *values, long *result) {
  double quickest = 1e9;
  long *buffer = malloc(BUFFER);
  for (int repetition = 0; repetition < 8; repetition += 1) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    run(values, COUNT, TOTAL, buffer + 100);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9;
    if (seconds < quickest) quickest = seconds;
  }
  *result = buffer[100];
  free(buffer);
  return quickest;
}

int main(void) {
  int *values = malloc(COUNT * sizeof *values);
  for (int index = 0; index < COUNT; index += 1) values[index] = index * 7919 % 10007;
  long expected, given;
  double baseline = timed(reference, values, &expected), own = timed(count_pairs, values, &given);
  printf("%d %.9f %.9f\n", expected == given, baseline, own);
  return 0;
}
