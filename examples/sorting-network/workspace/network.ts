/** Comparators in order: each puts the smaller of two wires first. This is bubble sort on 8 wires. */
export const comparators: [number, number][] = [
  [0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [6, 7],
  [0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6],
  [0, 1], [1, 2], [2, 3], [3, 4], [4, 5],
  [0, 1], [1, 2], [2, 3], [3, 4],
  [0, 1], [1, 2], [2, 3],
  [0, 1], [1, 2],
  [0, 1],
];
