export function sort(values) {
  if (values.length < 2) return values;
  if (values.every((value, index) => index === 0 || values[index - 1] <= value)) return values;
  if (values.length === 2) return [values[1], values[0]];
  return values.toSorted((left, right) => left - right);
}
