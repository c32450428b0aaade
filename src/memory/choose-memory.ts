import type { MemoryEntry } from '../kernel/memory.ts';
import type { StoredMemory } from './memory-store.ts';

/**
 * The entries a run is told, the most telling first: what people said, then changes that were kept, then others; among
 * those the later first, and among equals by name. What was forgotten is left out. Follows from its arguments alone.
 *
 * @param most that are chosen
 */
export function chooseMemory(stored: readonly StoredMemory[], most: number): readonly StoredMemory[] {
  return stored
    .filter(({ forgotten }) => forgotten === null)
    .toSorted(
      (left, right) =>
        rankOf(left.entry) - rankOf(right.entry) ||
        compare(right.entry.at ?? '', left.entry.at ?? '') ||
        compare(left.digest, right.digest),
    )
    .slice(0, most);
}

function rankOf({ origin }: MemoryEntry): number {
  if (origin.kind !== 'run') return 0;
  return origin.decision === 'keep' ? 1 : 2;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
