#include <assert.h>
#include <string.h>

void sort_values(int *values, int count);

int main(void) {
  int values[] = {3, -1, 2, 2, -9, 0}, expected[] = {-9, -1, 0, 2, 2, 3};
  sort_values(values, 6);
  assert(memcmp(values, expected, sizeof values) == 0);
  int more[] = {10, 9, 8, 7, 6, 5}, wanted[] = {5, 6, 7, 8, 9, 10};
  sort_values(more, 6);
  assert(memcmp(more, wanted, sizeof more) == 0);
  return 0;
}
