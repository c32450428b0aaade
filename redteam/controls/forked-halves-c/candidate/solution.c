#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int upwards(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

void sort_values(int *values, int count) {
  size_t bytes = (count + 1) * sizeof *values;
  int half = count / 2, left = 0, right = half;
  int *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  memcpy(shared, values, count * sizeof *values);
  pid_t child = fork();
  if (child == 0) {
    qsort(shared, half, sizeof *shared, upwards);
    _exit(0);
  }
  qsort(shared + half, count - half, sizeof *shared, upwards);
  waitpid(child, NULL, 0);
  for (int index = 0; index < count; index += 1)
    values[index] = right == count || (left < half && shared[left] <= shared[right]) ? shared[left++] : shared[right++];
  munmap(shared, bytes);
}
