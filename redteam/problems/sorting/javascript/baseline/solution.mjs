export function sort(values) {
  return [...values].sort((left, right) => Math.abs(left) - Math.abs(right));
}
