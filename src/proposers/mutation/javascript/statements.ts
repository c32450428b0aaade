import type { Parsed } from './parser.ts';
import { isFunction, within, type Place } from './syntax-tree.ts';

const MOVABLE = new Set([
  'ExpressionStatement',
  'IfStatement',
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ReturnStatement',
  'BreakStatement',
  'ContinueStatement',
  'ThrowStatement',
  'TryStatement',
  'SwitchStatement',
  'BlockStatement',
]);

/** Statements that stand in a list: those a statement operator may move, copy or delete. Declarations stay. */
export function statementPlaces(parsed: Parsed): readonly Place[] {
  return parsed.places.filter(
    (place) => place.index >= 0 && MOVABLE.has(place.node.type) && !isFunction(place),
  );
}

/** True for the `return` that ends a function: without it the function returns nothing. */
export function isFinalReturn(place: Place): boolean {
  const block = place.parent!;
  const isLast = place.index === block.children.length - 1;
  return place.node.type === 'ReturnStatement' && isLast && block.parent !== null && isFunction(block.parent);
}

/** True when the statement contains the other or is it. */
export function contains(outer: Place, inner: Place): boolean {
  return within(outer).some((place) => place === inner);
}

/** White space before a statement's line. */
export function indentOf(parsed: Parsed, place: Place): string {
  const lineStart = parsed.text.lastIndexOf('\n', place.start - 1) + 1;
  return /^\s*/.exec(parsed.text.slice(lineStart, place.start))![0];
}
