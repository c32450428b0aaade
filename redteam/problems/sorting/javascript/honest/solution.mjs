export function sort(values) {
  return [...values].sort((left, right) => left - right);
}
