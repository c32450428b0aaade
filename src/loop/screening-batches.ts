/** Which candidates were answered for by which recycled process, for the last few processes. */
export interface ScreeningBatches {
  readonly add: (batch: string, candidate: number) => void;
  /** Marks a process as no longer trusted and gives the candidates it answered for, in order of their numbers. */
  readonly distrust: (batch: string) => readonly number[];
  readonly isDistrusted: (batch: string) => boolean;
}

/** Remembers the last `capacity` processes: an older one ended long before a verdict of it could be doubted. */
export function createScreeningBatches(capacity = 32): ScreeningBatches {
  const batches = new Map<string, { readonly members: Set<number>; distrusted: boolean }>();
  const find = (batch: string): { readonly members: Set<number>; distrusted: boolean } => {
    const known = batches.get(batch) ?? { members: new Set<number>(), distrusted: false };
    batches.set(batch, known);
    if (batches.size > capacity) batches.delete(batches.keys().next().value!);
    return known;
  };
  return {
    add: (batch, candidate) => void find(batch).members.add(candidate),
    distrust: (batch) => {
      const known = find(batch);
      known.distrusted = true;
      return [...known.members].toSorted((left, right) => left - right);
    },
    isDistrusted: (batch) => batches.get(batch)?.distrusted ?? false,
  };
}
