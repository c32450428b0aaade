/** A vector as text: its components as 32-bit floats, least significant byte first, in base64. */
export function writeVector(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * BYTES);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * BYTES);
  return bytes.toString('base64');
}

/** What `writeVector` wrote, rounded to 32-bit floats. */
export function readVector(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / BYTES }, (_, index) => bytes.readFloatLE(index * BYTES));
}

const BYTES = 4;
