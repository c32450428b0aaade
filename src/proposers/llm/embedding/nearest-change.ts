import { cosineSimilarity } from 'ai';
import type { EmbeddingUse } from '../../../kernel/candidate.ts';

export type NearestChange = NonNullable<EmbeddingUse['nearest']>;

/** The change whose vector makes the smallest angle with this one, with the cosine of it; the first among equals. */
export function nearestChange(
  vector: readonly number[],
  changes: readonly { readonly number: number; readonly vector: readonly number[] }[],
): NearestChange | null {
  let nearest: NearestChange | null = null;
  for (const change of changes) {
    // Of two proposers that ask for other dimensions: there is no angle between them.
    if (change.vector.length !== vector.length) continue;
    const similarity = cosineSimilarity([...vector], [...change.vector]);
    if (nearest === null || similarity > nearest.similarity) nearest = { number: change.number, similarity };
  }
  return nearest;
}
