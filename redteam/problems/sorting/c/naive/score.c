#include <stdio.h>

void sort_values(int *values, int count);

/* Writes its result into the file that the first argument names, or into results.json. */
int main(int count, char **words) {
  int values[] = {3, -1, 2, 2, -9, 0, 7, -7}, expected[] = {-9, -7, -1, 0, 2, 2, 3, 7};
  sort_values(values, 8);
  int right = 0;
  for (int index = 0; index < 8; index += 1) right += values[index] == expected[index];
  FILE *file = fopen(count > 1 ? words[1] : "results.json", "w");
  if (file == NULL) return 2;
  fprintf(file, "{\"score\": %.3f, \"accepted\": %s}\n", right / 8.0, right == 8 ? "true" : "false");
  fclose(file);
  return 0;
}
