import type { Parsed } from './parser.ts';
import { within, type Place } from './syntax-tree.ts';
import { isValue } from './value-position.ts';

const LISTS = new Set(['ArrayExpression', 'TupleExpression', 'SetExpression']);

/** The number written at a place, its minus sign included, or null. Complex numbers are none. */
export function constantAt(text: string, place: Place): number | null {
  if (place.name === 'Number') {
    const value = Number(text.slice(place.from, place.to).replaceAll('_', ''));
    return Number.isFinite(value) && isValue(place) ? value : null;
  }
  const [sign, operand] = place.children;
  if (place.name !== 'UnaryExpression' || text.slice(sign!.from, sign!.to) !== '-') return null;
  const value = operand!.name === 'Number' ? constantAt(text, operand!) : null;
  return value === null ? null : -value;
}

/** Numbers written in the code, each with its minus sign if it has one. */
export function constantPlaces({ text, places }: Parsed): readonly Place[] {
  return places.filter(
    (place) =>
      constantAt(text, place) !== null && (place.parent === null || constantAt(text, place.parent) === null),
  );
}

/** The same without tables of whole numbers. */
export function constantsInCode(parsed: Parsed): readonly Place[] {
  const data = tableData(parsed);
  return constantPlaces(parsed).filter((place) => !data.has(place));
}

/** Everything inside literals that hold nothing but whole numbers and such literals: data, not code. */
export function tableData(parsed: Parsed): ReadonlySet<Place> {
  const data = new Set<Place>();
  for (const place of parsed.places) {
    if (!LISTS.has(place.name) || isInList(place)) continue;
    const inside = [...within(place)].slice(1);
    const isTable = inside.every(
      (part) =>
        LISTS.has(part.name) ||
        /^[[\](){},]$/.test(part.name) ||
        part.parent!.name === 'UnaryExpression' ||
        Number.isInteger(constantAt(parsed.text, part)),
    );
    if (isTable) inside.forEach((part) => data.add(part));
  }
  return data;
}

/** Elements of a list, tuple or set literal. */
export function elementsOf(list: Place): readonly Place[] {
  return LISTS.has(list.name) ? list.children.filter(({ name }) => !/^[[\](){},]$/.test(name)) : [];
}

/** Elements of outermost lists with more than one element and nothing spread into them: the rows of a table. */
export function rowPlaces({ places }: Parsed): readonly Place[] {
  return places
    .filter(
      (place) => place.name === 'ArrayExpression' && !isInList(place) && isValue(place) && isPlainList(place),
    )
    .flatMap(elementsOf);
}

/** The outermost literal around an element: the table it belongs to. */
export function tableAround(element: Place): Place {
  let table = element.parent!;
  while (isInList(table)) table = table.parent!;
  return table;
}

/** True for a list of at least two elements without `*`. */
export function isPlainList(list: Place): boolean {
  return elementsOf(list).length > 1 && list.children.every(({ name }) => !name.startsWith('*'));
}

function isInList(place: Place): boolean {
  return place.parent !== null && LISTS.has(place.parent.name);
}
