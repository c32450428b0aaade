import type { Expression } from './grammar.ts';
import type { Parsed } from './parser.ts';
import { PRECEDENCE } from './precedence.ts';
import type { Place } from './syntax-tree.ts';
import { isValue } from './value-position.ts';

/** Numbers written in the code, each with its minus sign if it has one. */
export function constantPlaces(parsed: Parsed): readonly Place[] {
  return parsed.places.filter((place) => constantAt(place) !== null && !isSigned(place));
}

/** The number written at a place, or null. */
export function constantAt(place: Place): number | null {
  const { node } = place;
  if (node.type === 'Literal') return typeof node.value === 'number' && isValue(place) ? node.value : null;
  if (node.type !== 'UnaryExpression' || node.operator !== '-') return null;
  const value = constantAt(place.children[0]!);
  return value === null ? null : -value;
}

/** A number as an expression. */
export function constantExpression(text: string): Expression {
  return { text, precedence: text.startsWith('-') ? PRECEDENCE.unary : PRECEDENCE.primary };
}

function isSigned(place: Place): boolean {
  return place.parent !== null && constantAt(place.parent) !== null;
}
