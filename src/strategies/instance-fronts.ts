import { gain } from '../kernel/objective.ts';
import type { Instance } from './instances.ts';
import type { CandidateRecord, Direction } from './ranking.ts';

/** A candidate with its results by instance. */
export type Specialist = {
  readonly candidate: CandidateRecord;
  /** On the whole. */
  readonly score: number;
  readonly instances: readonly Instance[];
};

/** Who reaches the best result known on one instance. */
export type Front = { readonly name: string; readonly best: number; readonly holders: readonly number[] };

/** The fronts after one more candidate, on the instances it has results for. */
export function extendFronts(
  direction: Direction,
  fronts: readonly Front[],
  { candidate, instances }: Specialist,
): readonly Front[] {
  const left = new Map(instances.map(({ name, value }) => [name, value]));
  const known = fronts.map((front) => {
    const value = left.get(front.name);
    left.delete(front.name);
    if (value === undefined) return front;
    const lead = gain({ direction }, value, front.best);
    if (lead > 0) return { ...front, best: value, holders: [candidate.number] };
    return lead < 0 ? front : { ...front, holders: [...front.holders, candidate.number] };
  });
  const founded = [...left].map(([name, best]) => ({ name, best, holders: [candidate.number] }));
  return [...known, ...founded];
}

/**
 * In order of `specialists`, on how many fronts each stands once the dominated are gone: from the worst score on, the
 * older first, one is dominated when on each of its fronts stands another that is not (gepa-ai/gepa,
 * `remove_dominated_programs`).
 */
export function frontCounts(
  direction: Direction,
  fronts: readonly Front[],
  specialists: readonly Specialist[],
): readonly number[] {
  const standing = new Map<number, Front[]>();
  for (const front of fronts) {
    for (const holder of front.holders) {
      const own = standing.get(holder);
      if (own === undefined) standing.set(holder, [front]);
      else own.push(front);
    }
  }
  const left = new Map(fronts.map((front) => [front, front.holders.length]));
  const worstFirst = specialists.toSorted((one, other) => gain({ direction }, one.score, other.score));
  for (const { candidate } of worstFirst) {
    const own = standing.get(candidate.number) ?? [];
    if (!own.every((front) => left.get(front)! > 1)) continue;
    for (const front of own) left.set(front, left.get(front)! - 1);
    standing.delete(candidate.number);
  }
  return specialists.map(({ candidate }) => standing.get(candidate.number)?.length ?? 0);
}
