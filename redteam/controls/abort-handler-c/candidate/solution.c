#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int upwards(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

static void report(int number) {
  static const char text[] = "the list is not sorted\n";
  (void)number;
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(3);
  _exit(2);
}

void sort_values(int *values, int count) {
  signal(SIGABRT, report);
  qsort(values, count, sizeof *values, upwards);
  for (int index = 1; index < count; index += 1) assert(values[index - 1] <= values[index]);
}
