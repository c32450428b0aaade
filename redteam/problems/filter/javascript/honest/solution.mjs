export const isSquare = (value) => Number.isInteger(Math.sqrt(value));
