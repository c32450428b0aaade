#include <stdlib.h>
#include <string.h>

void sort_values(int *values, int count) {
  unsigned *from = malloc((count + 1) * sizeof *from), *to = malloc((count + 1) * sizeof *to);
  for (int index = 0; index < count; index += 1) from[index] = (unsigned)values[index] ^ 0x80000000u;
  for (int shift = 0; shift < 32; shift += 8) {
    int starts[257] = {0};
    for (int index = 0; index < count; index += 1) starts[(from[index] >> shift & 255) + 1] += 1;
    for (int byte = 0; byte < 256; byte += 1) starts[byte + 1] += starts[byte];
    for (int index = 0; index < count; index += 1) to[starts[from[index] >> shift & 255]++] = from[index];
    unsigned *kept = from;
    from = to;
    to = kept;
  }
  for (int index = 0; index < count; index += 1) values[index] = (int)(from[index] ^ 0x80000000u);
  free(from);
  free(to);
}
