/** Points on a square grid. */
export function spread(count) {
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, index) => [
    (index % side) / (side - 1),
    Math.floor(index / side) / (side - 1),
  ]);
}
