#include <stdlib.h>
#include <string.h>

static unsigned place(int value) {
  return (unsigned)value ^ 0x80000000u;
}

void sort_values(int *values, int count) {
  int *other = malloc((count + 1) * sizeof *other);
  for (int shift = 0; shift < 32; shift += 8) {
    int starts[257] = {0};
    for (int index = 0; index < count; index += 1) starts[(place(values[index]) >> shift & 255) + 1] += 1;
    for (int byte = 0; byte < 256; byte += 1) starts[byte + 1] += starts[byte];
    for (int index = 0; index < count; index += 1)
      other[starts[place(values[index]) >> shift & 255]++] = values[index];
    memcpy(values, other, count * sizeof *values);
  }
  free(other);
}
