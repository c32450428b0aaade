import type { ValueFormat } from '../../../../src/report/format.ts';
import { createValueFormat } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';

/** Writes figures of a run's first objective, with the decimals that tell those of its curves apart. */
export function overviewFormat({ card, curves }: Overview): ValueFormat {
  const values = [curves.incumbent, curves.control].flatMap((curve) => curve?.values ?? []);
  const known = [card.baseline, card.incumbent, ...values].filter((value) => value !== null);
  return createValueFormat(card.objective?.unit ?? '', known);
}
