import { createHash } from 'node:crypto';

/**
 * No model: a vector that follows from the tokens of a text and how often each occurs. Each token counts up or down in a
 * place that its SHA-256 chooses (feature hashing: Weinberger, Dasgupta, Langford, Smola & Attenberg 2009), and the whole
 * has length 1. Equal texts get equal vectors, and texts that share tokens get vectors near each other.
 */
export function bagOfTokensVector(text: string, dimensions: number): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const token of text.match(/\w+|[^\s\w]/g) ?? []) {
    const digest = createHash('sha256').update(token).digest();
    vector[digest.readUInt32LE(0) % dimensions]! += digest[4]! % 2 === 0 ? 1 : -1;
  }
  const length = Math.hypot(...vector);
  // Without tokens, or with tokens that cancel each other, there is no direction but one of its own.
  return length === 0 ? vector.map((_, index) => Number(index === 0)) : vector.map((value) => value / length);
}
