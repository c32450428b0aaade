/**
 * Mean of -log2 p(truth), in bits per byte: each row holds a candidate's weight for every symbol, and is brought to the sum
 * 1 here. Says what is wrong where it is no such table, or gives what came no probability at all.
 */
export function bitsPerByte(
  table: unknown,
  truth: readonly number[],
  vocabulary: number,
): { readonly bits: number } | { readonly fault: string } {
  if (!Array.isArray(table) || table.length !== truth.length)
    return { fault: `the answer is no list of ${truth.length} predictions` };
  let bits = 0;
  for (const [index, row] of table.entries()) {
    if (!isWeights(row, vocabulary))
      return { fault: `prediction ${index} is no list of ${vocabulary} finite weights, none below 0` };
    const share = row[truth[index]!]! / row.reduce((sum, weight) => sum + weight, 0);
    if (!(share > 0)) return { fault: `prediction ${index} gives what came no probability` };
    bits -= Math.log2(share);
  }
  return { bits: bits / truth.length };
}

function isWeights(row: unknown, vocabulary: number): row is readonly number[] {
  return (
    Array.isArray(row) &&
    row.length === vocabulary &&
    row.every((weight) => typeof weight === 'number' && Number.isFinite(weight) && weight >= 0)
  );
}
