import type { NullRecords } from '../../kernel/certificate.ts';

/**
 * How often the best so far is beaten when nothing but chance tells candidates apart. Of independent figures from one
 * continuous distribution the j-th is a record with probability 1/j, independently of the others (Rényi 1962): after the
 * baseline, `candidates` more set H(candidates + 1) - 1 records on average, with variance sum(1/j - 1/j²).
 *
 * @param candidates with a figure
 * @param records of the run: its keeps that scored higher than what stood before them
 */
export function nullRecords(candidates: number, records: number): NullRecords {
  let expected = 0;
  let variance = 0;
  for (let rank = 2; rank <= candidates + 1; rank += 1) {
    expected += 1 / rank;
    variance += 1 / rank - 1 / rank ** 2;
  }
  const probability = probabilityOfRecords(candidates, records);
  return { candidates, expected, deviation: Math.sqrt(variance), records, probability };
}

/** P(at least `records`), by adding one candidate after the other to the distribution below it. */
function probabilityOfRecords(candidates: number, records: number): number {
  if (records <= 0) return 1;
  if (records > candidates) return 0;
  const below = new Float64Array(records);
  below[0] = 1;
  let reached = 0;
  for (let rank = 2; rank <= candidates + 1; rank += 1) {
    reached += below[records - 1]! / rank;
    for (let count = records - 1; count > 0; count -= 1) {
      below[count] = below[count]! * (1 - 1 / rank) + below[count - 1]! / rank;
    }
    below[0] *= 1 - 1 / rank;
  }
  return reached;
}
