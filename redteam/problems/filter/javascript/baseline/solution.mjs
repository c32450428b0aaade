export const isSquare = (value) => value % 4 < 2;
