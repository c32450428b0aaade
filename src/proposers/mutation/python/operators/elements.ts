import type { Random } from '../../../../kernel/random.ts';
import { numberText } from '../../number-text.ts';
import { constantAt, constantPlaces, elementsOf, isPlainList, rowPlaces, tableAround } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { constantExpression } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import type { Parsed } from '../parser.ts';
import { within, type Place } from '../syntax-tree.ts';

/** Rows up to this length are sometimes drawn anew as a whole. */
const SHORT_ROW = 4;

const rows = (parsed: Parsed): readonly Place[] =>
  rowPlaces(parsed).filter(({ parent }) => isPlainList(parent!));

/** One element less in a list. */
export const elementDelete: Operator = {
  id: 'element-delete',
  weight: 1,
  sites: rows,
  apply: (_parsed, site) => [removal(site)],
};

/** Two elements of one list change places, neighbours half of the time. */
export const elementSwap: Operator = {
  id: 'element-swap',
  weight: 1,
  sites: rows,
  apply: (parsed, site, random) => {
    const row = elementsOf(site.parent!);
    const at = row.indexOf(site);
    const neighbours = row.filter((_, index) => Math.abs(index - at) === 1);
    const other = random.pick(random.chance(0.5) ? neighbours : row.filter((place) => place !== site));
    return [
      { start: site.start, end: site.end, text: outerText(parsed, other) },
      { start: other.start, end: other.end, text: outerText(parsed, site) },
    ];
  },
};

/** A copy of an element of the same list, elsewhere in it; or an element moved there. */
export const elementInsert: Operator = {
  id: 'element-insert',
  weight: 1,
  sites: rows,
  apply: (parsed, site, random) => {
    const row = elementsOf(site.parent!);
    const others = row.filter((place, index) => place !== site && index !== row.indexOf(site) - 1);
    if (others.length === 0) return null;
    const source = random.pick(others);
    const insertion = { start: site.start, end: site.start, text: `${outerText(parsed, source)}, ` };
    return random.chance(0.25) ? [insertion] : [insertion, removal(source)];
  },
};

/**
 * Numbers of a table become others within the table's range, or neighbours of what they were: one of them, or all of a
 * short row. A row that ascends stays so.
 */
export const elementChange: Operator = {
  id: 'element-change',
  weight: 4,
  sites: (parsed) => constantPlaces(parsed).filter((place) => elementsOf(place.parent!).length > 0),
  apply: (parsed, site, random) => {
    const row = elementsOf(site.parent!);
    const before = row.flatMap((place) => constantAt(parsed.text, place) ?? []);
    if (before.length < row.length) return null;
    const redraw = row.length <= SHORT_ROW && random.chance(0.4);
    const drawn = before.map((value, index) =>
      redraw || row[index] === site ? drawNear(value, parsed, site, random) : value,
    );
    const after = isAscending(before) ? drawn.toSorted((left, right) => left - right) : drawn;
    if (isAscending(before) && !isAscending(after)) return null;
    return row
      .map((place, index) => ({ place, value: after[index]! }))
      .filter(({ place, value }) => value !== constantAt(parsed.text, place))
      .map(({ place, value }) => replaceWith(parsed, place, constantExpression(numberText(value, 15))));
  },
};

function drawNear(value: number, parsed: Parsed, site: Place, random: Random): number {
  const values = [...within(tableAround(site))]
    .map((place) => constantAt(parsed.text, place))
    .filter((own) => own !== null);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const whole = values.every(Number.isInteger);
  if (whole && random.chance(0.2)) return value + (random.chance(0.5) ? 1 : -1);
  if (whole) return least + random.below(greatest - least + 1);
  return Number((least + random.next() * (greatest - least)).toPrecision(4));
}

function isAscending(values: readonly number[]): boolean {
  return values.length > 1 && values.every((value, index) => index === 0 || values[index - 1]! < value);
}

/** Takes an element away, with the comma behind it or, at the end, the one before. */
function removal(site: Place): { readonly start: number; readonly end: number; readonly text: string } {
  const row = elementsOf(site.parent!);
  const at = row.indexOf(site);
  const next = row[at + 1];
  return next
    ? { start: site.start, end: next.start, text: '' }
    : { start: row[at - 1]!.end, end: site.end, text: '' };
}

function outerText(parsed: Parsed, place: Place): string {
  return parsed.text.slice(place.start, place.end);
}
