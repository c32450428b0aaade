import type { Parsed } from './parser.ts';
import { constantAt, constantPlaces } from './constants.ts';
import { within, type Place } from './syntax-tree.ts';

/** Elements of list literals without holes, each with at least one neighbour. */
export function elementPlaces(parsed: Parsed): readonly Place[] {
  return parsed.places.filter(({ parent }) => {
    if (parent?.node.type !== 'ArrayExpression') return false;
    return parent.children.length > 1 && parent.children.length === parent.node.elements.length;
  });
}

/** Elements of outermost lists only: the rows of a table, or the items of a plain list. */
export function rowPlaces(parsed: Parsed): readonly Place[] {
  return elementPlaces(parsed).filter((place) => place.parent!.parent?.node.type !== 'ArrayExpression');
}

/** The outermost list literal around an element: the table it belongs to. */
export function tableAround(element: Place): Place {
  let table = element.parent!;
  while (table.parent?.node.type === 'ArrayExpression') table = table.parent;
  return table;
}

/** Numbers written in the code, tables of whole numbers left out. */
export function constantsInCode(parsed: Parsed): readonly Place[] {
  const data = tableData(parsed);
  return constantPlaces(parsed).filter((place) => !data.has(place));
}

/** Everything inside list literals that hold nothing but whole numbers and such lists: data, not code. */
export function tableData(parsed: Parsed): ReadonlySet<Place> {
  const data = new Set<Place>();
  for (const place of parsed.places) {
    if (place.node.type !== 'ArrayExpression' || place.parent?.node.type === 'ArrayExpression') continue;
    const inside = [...within(place)].slice(1);
    if (inside.every(isTablePart)) inside.forEach((part) => data.add(part));
  }
  return data;
}

function isTablePart(place: Place): boolean {
  if (place.node.type === 'ArrayExpression' || place.parent?.node.type === 'UnaryExpression') return true;
  return Number.isInteger(constantAt(place));
}

/** A number that could stand in a table: any between the least and the greatest it holds, whole when all are. */
export function tableRange(table: Place): {
  readonly least: number;
  readonly greatest: number;
  readonly whole: boolean;
} {
  const values = [...within(table)].map(constantAt).filter((value) => value !== null);
  return { least: Math.min(...values), greatest: Math.max(...values), whole: values.every(Number.isInteger) };
}
