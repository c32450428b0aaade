/** Eigenvalues of a symmetric matrix with their eigenvectors. */
export interface Eigen {
  readonly values: Float64Array;
  /** `vectors[i][k]`: component i of the k-th eigenvector; the columns are orthonormal. */
  readonly vectors: readonly Float64Array[];
}

const MOST_SWEEPS = 60;

/**
 * The cyclic Jacobi method (Golub & Van Loan, Matrix Computations, 4th edition, section 8.5): rotates every off-diagonal
 * element to zero in turn until they are below the rounding of the diagonal. For the small matrices of CMA-ES.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): Eigen {
  const size = matrix.length;
  const rotated = matrix.map((row) => row.slice());
  const vectors = rotated.map((_, index) => {
    const row = new Float64Array(size);
    row[index] = 1;
    return row;
  });
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(rotated); sweep += 1) {
    for (let left = 0; left < size - 1; left += 1) {
      for (let right = left + 1; right < size; right += 1) rotate(rotated, vectors, left, right);
    }
  }
  return { values: Float64Array.from(rotated, (row, index) => row[index]!), vectors };
}

function isDiagonal(matrix: readonly Float64Array[]): boolean {
  let off = 0;
  let on = 0;
  for (const [row, values] of matrix.entries()) {
    for (const [column, value] of values.entries()) {
      if (row === column) on += value * value;
      else off += value * value;
    }
  }
  return off <= Number.EPSILON ** 2 * on;
}

/** One Jacobi rotation that brings the element (left, right) to zero (algorithm 8.5.1). */
function rotate(
  matrix: readonly Float64Array[],
  vectors: readonly Float64Array[],
  left: number,
  right: number,
): void {
  const element = matrix[left]![right]!;
  if (element === 0) return;
  const ratio = (matrix[right]![right]! - matrix[left]![left]!) / (2 * element);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (const row of matrix) mix(row, left, right, cosine, sine);
  const upper = matrix[left]!;
  const lower = matrix[right]!;
  for (let column = 0; column < matrix.length; column += 1) {
    const [first, second] = [upper[column]!, lower[column]!];
    upper[column] = cosine * first - sine * second;
    lower[column] = sine * first + cosine * second;
  }
  for (const row of vectors) mix(row, left, right, cosine, sine);
}

function mix(row: Float64Array, left: number, right: number, cosine: number, sine: number): void {
  const [first, second] = [row[left]!, row[right]!];
  row[left] = cosine * first - sine * second;
  row[right] = sine * first + cosine * second;
}
