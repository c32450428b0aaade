import type { Edit } from '../edit.ts';
import type { Expression } from './grammar.ts';
import type { Parsed } from './parser.ts';
import { precedenceOf, requiredPrecedence } from './precedence.ts';
import type { Place } from './syntax-tree.ts';

/** Puts an expression where another stands, in parentheses where the surroundings need them. */
export function replaceWith(parsed: Parsed, place: Place, expression: Expression): Edit {
  const fits =
    expression.precedence >= requiredPrecedence(place) && !joinsSign(parsed, place, expression.text);
  return { start: place.start, end: place.end, text: fits ? expression.text : `(${expression.text})` };
}

/** An expression of the text as the grammar's own. */
export function expressionAt(parsed: Parsed, place: Place): Expression {
  return { text: parsed.text.slice(place.node.start, place.node.end), precedence: precedenceOf(place) };
}

/** True when a leading sign would run into one before it, as in `--x`. */
function joinsSign(parsed: Parsed, place: Place, text: string): boolean {
  const sign = text[0];
  return (sign === '-' || sign === '+') && parsed.text[place.start - 1] === sign;
}
