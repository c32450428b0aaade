import type { ValueFormat } from '../../../../src/report/format.ts';
import { createValueFormat } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';

/** Longer ones stand once, beside the name of what is measured, instead of behind every figure. */
const LONGEST_UNIT = 3;

/** Writes figures of a run's first objective, with the decimals that tell those of its curves apart. */
export function overviewFormat({ card, curves }: Overview): ValueFormat {
  const values = [curves.incumbent, curves.control].flatMap((curve) => curve?.values ?? []);
  const known = [card.baseline, card.incumbent, ...values].filter((value) => value !== null);
  const unit = card.objective?.unit ?? '';
  return createValueFormat(unit.length > LONGEST_UNIT ? '' : unit, known);
}

/** A name of figures that `overviewFormat` writes, with the unit that it leaves out. */
export function withUnit(name: string, { card }: Overview): string {
  const unit = card.objective?.unit ?? '';
  return unit.length > LONGEST_UNIT ? `${name}, ${unit}` : name;
}
