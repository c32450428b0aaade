#include <stdio.h>

int postage(int grams);

int main(void) {
  int grams;
  if (scanf("%d", &grams) != 1) return 2;
  printf("%d\n", postage(grams));
  return 0;
}
