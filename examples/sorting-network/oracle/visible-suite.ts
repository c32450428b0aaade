/** The weak suite this task is about: ten fixed permutations, as a repository's own tests would be. There are 40,320. */
export const VISIBLE_SUITE: readonly (readonly number[])[] = [
  [7, 6, 5, 4, 3, 2, 1, 0],
  [3, 7, 0, 5, 1, 6, 2, 4],
  [6, 2, 7, 1, 4, 0, 5, 3],
  [0, 7, 1, 6, 2, 5, 3, 4],
  [5, 3, 1, 7, 0, 2, 6, 4],
  [2, 4, 6, 0, 7, 5, 3, 1],
  [7, 0, 6, 1, 5, 2, 4, 3],
  [4, 0, 2, 6, 7, 3, 1, 5],
  [1, 5, 7, 3, 6, 4, 0, 2],
  [3, 1, 4, 0, 5, 7, 2, 6],
];
