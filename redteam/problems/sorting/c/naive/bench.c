#include <stdio.h>

void sort_values(int *values, int count);

/* Prints the share of numbers in their place, as a program that scores itself. */
int main(void) {
  int values[] = {3, -1, 2, 2, -9, 0, 7, -7}, expected[] = {-9, -7, -1, 0, 2, 2, 3, 7};
  sort_values(values, 8);
  int right = 0;
  for (int index = 0; index < 8; index += 1) right += values[index] == expected[index];
  printf("score: %.3f\n", right / 8.0);
  return 0;
}
