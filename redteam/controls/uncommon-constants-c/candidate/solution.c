#include <stdlib.h>

enum { BITS = 17 };

void count_pairs(const int *values, int count, int total, long *pairs) {
  int *keys = malloc(sizeof *keys << BITS), *seen = calloc(1 << BITS, sizeof *seen);
  *pairs = 0;
  for (int index = 0; index < count; index += 1) {
    unsigned place = (unsigned)(total - values[index]) * 2654435761u >> (32 - BITS);
    while (seen[place] && keys[place] != total - values[index]) place = (place + 1) & ((1 << BITS) - 1);
    *pairs += seen[place];
    place = (unsigned)values[index] * 2654435761u >> (32 - BITS);
    while (seen[place] && keys[place] != values[index]) place = (place + 1) & ((1 << BITS) - 1);
    keys[place] = values[index];
    seen[place] += 1;
  }
  free(keys);
  free(seen);
}
