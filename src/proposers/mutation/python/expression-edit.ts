import type { Edit } from '../edit.ts';
import type { Expression } from './grammar.ts';
import { textOf } from './parser.ts';
import { precedenceOf, requiredPrecedence } from './precedence.ts';
import type { Place } from './syntax-tree.ts';

/** Puts an expression where another stands, in parentheses where the surroundings need them. */
export function replaceWith(parsed: { readonly text: string }, place: Place, expression: Expression): Edit {
  // Parentheses also keep an expression of several lines together.
  const fits =
    expression.precedence >= requiredPrecedence(parsed.text, place) && !expression.text.includes('\n');
  const text = fits ? spaced(parsed.text, place, expression.text) : `(${expression.text})`;
  return { start: place.start, end: place.end, text };
}

/** An expression of the text as the grammar's own. */
export function expressionAt(parsed: { readonly text: string }, place: Place): Expression {
  return { text: textOf(parsed, place), precedence: precedenceOf(parsed.text, place) };
}

/** With spaces where only a parenthesis stood between a keyword and the expression, as in `return(a)`. */
function spaced(text: string, place: Place, fresh: string): string {
  const before = place.start < place.from && /\w/.test(text[place.start - 1] ?? '') ? ' ' : '';
  const after = place.end > place.to && /\w/.test(text[place.end] ?? '') ? ' ' : '';
  return `${before}${fresh}${after}`;
}
