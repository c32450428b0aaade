import type { Random } from '../../../../kernel/random.ts';
import { constantAt, constantExpression, constantPlaces } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { tableAround, tableRange } from '../lists.ts';
import { numberText } from '../../number-text.ts';
import type { Operator } from '../operator.ts';
import type { Place } from '../syntax-tree.ts';

/** Rows up to this length are sometimes drawn anew as a whole. */
const SHORT_ROW = 4;

/**
 * Numbers of a table become others within the table's range, or neighbours of what they were: one of them, or all of a
 * short row. A row that ascends stays so, as an interval, a pair of indexes or a list of thresholds has to.
 */
export const elementChange: Operator = {
  id: 'element-change',
  weight: 4,
  sites: (parsed) => constantPlaces(parsed).filter((place) => place.parent?.node.type === 'ArrayExpression'),
  apply: (parsed, site, random) => {
    const row = site.parent!.children;
    const before = row.flatMap((place) => constantAt(place) ?? []);
    if (before.length < row.length) return null;
    const redraw = row.length <= SHORT_ROW && random.chance(0.4);
    const drawn = before.map((value, index) =>
      redraw || row[index] === site ? drawNear(value, site, random) : value,
    );
    const after = isAscending(before) ? drawn.toSorted((left, right) => left - right) : drawn;
    if (isAscending(before) && !isAscending(after)) return null;
    return row
      .map((place, index) => ({ place, text: numberText(after[index]!, 15), value: after[index]! }))
      .filter(({ place, value }) => value !== constantAt(place))
      .map(({ place, text }) => replaceWith(parsed, place, constantExpression(text)));
  },
};

function drawNear(value: number, site: Place, random: Random): number {
  const { least, greatest, whole } = tableRange(tableAround(site));
  if (whole && random.chance(0.2)) return value + (random.chance(0.5) ? 1 : -1);
  if (whole) return least + random.below(greatest - least + 1);
  return Number((least + random.next() * (greatest - least)).toPrecision(4));
}

function isAscending(values: readonly number[]): boolean {
  return values.length > 1 && values.every((value, index) => index === 0 || values[index - 1]! < value);
}
