import { clamp } from '../../../report/format.ts';

export interface Share<Name> {
  readonly name: Name;
  readonly count: number;
}

/**
 * Divides `cells` among counts in proportion, by largest remainder; every count above zero gets a cell at least, so long
 * as there is one for each.
 */
export function divideCells<Name>(
  shares: readonly Share<Name>[],
  cells: number,
): readonly { name: Name; cells: number }[] {
  const present = shares.filter((share) => share.count > 0);
  const total = present.reduce((sum, share) => sum + share.count, 0);
  const reserved = present.length <= cells ? 1 : 0;
  const free = cells - reserved * present.length;
  const exact = present.map(({ name, count }) => ({
    name,
    quota: Math.max(0, (count / total) * cells - reserved),
  }));
  const quotas = exact.reduce((sum, { quota }) => sum + quota, 0) || 1;
  const floored = exact.map(({ name, quota }) => {
    const part = (quota / quotas) * free;
    return { name, cells: reserved + Math.floor(part), rest: part - Math.floor(part) };
  });
  let left = cells - floored.reduce((sum, part) => sum + part.cells, 0);
  const favoured = new Set(
    floored
      .toSorted((one, other) => other.rest - one.rest)
      .map(({ name }) => name)
      .filter(() => left-- > 0),
  );
  return floored.map(({ name, cells: own }) => ({ name, cells: own + (favoured.has(name) ? 1 : 0) }));
}

/** A bar of `cells` characters, filled to a share between 0 and 1. */
export function meter(share: number, cells: number): string {
  const filled = Math.round(clamp(share, 0, 1) * cells);
  return `${'█'.repeat(filled)}${'░'.repeat(cells - filled)}`;
}
