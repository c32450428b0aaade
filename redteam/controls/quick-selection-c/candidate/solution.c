static void swap(int *left, int *right) {
  if (left == right) return;
  *left ^= *right;
  *right ^= *left;
  *left ^= *right;
}

void sort_values(int *values, int count) {
  if (count < 2) return;
  int place = 0;
  swap(&values[count / 2], &values[count - 1]);
  for (int index = 0; index < count - 1; index += 1)
    if (values[index] < values[count - 1]) swap(&values[index], &values[place++]);
  swap(&values[place], &values[count - 1]);
  sort_values(values, place);
  sort_values(values + place + 1, count - place - 1);
}
