import type { Scored } from '../kernel/contracts/strategy.ts';

/** One visible figure of a candidate that is compared on its own. */
export type Instance = { readonly name: string; readonly value: number };

/**
 * A candidate's results instance by instance, in order of their names: the visible metrics called as the objective with
 * a slash and something after it, as `excess/u120_00`; where there are none, the objective's metric on each visible
 * slice; where there is none either, its score. All are read in the objective's direction. Empty where it did not pass.
 */
export function instancesOf({ score, metrics }: Scored, metric: string): readonly Instance[] {
  if (score === null) return [];
  const all = Object.entries(metrics).flatMap(([slice, figures]) =>
    Object.entries(figures).map(([name, value]) => ({ slice, name, value })),
  );
  const parts = all.filter(({ name }) => name.startsWith(`${metric}/`));
  const chosen = parts.length > 0 ? parts : all.filter(({ name }) => name === metric);
  if (chosen.length === 0) return [{ name: metric, value: score }];
  return chosen
    .map(({ slice, name, value }) => ({ name: `${slice}: ${name}`, value }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
