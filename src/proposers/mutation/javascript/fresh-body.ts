import type { Random } from '../../../kernel/random.ts';
import type { Edit } from '../edit.ts';
import { replaceWith } from './expression-edit.ts';
import { randomExpression } from './grammar.ts';
import type { Parsed } from './parser.ts';
import { childAt, isFunction, type Place } from './syntax-tree.ts';
import { returnedBy, returnType } from './value-type.ts';
import { vocabularyAt } from './vocabulary.ts';

/**
 * Replaces the body of one function that returns a number or a boolean by a random expression: what an arrow function
 * answers, or all statements of a body that ends with a `return`. Null when there is no such function.
 */
export function freshBody(parsed: Parsed, random: Random): readonly Edit[] | null {
  const functions = parsed.places.filter(
    (place) => isFunction(place) && lastReturned(place) !== null && plainReturn(parsed, place),
  );
  if (functions.length === 0) return null;
  const chosen = random.pick(functions);
  const type = plainReturn(parsed, chosen)!;
  const body = childAt(chosen, 'body')!;
  const depth = 1 + random.below(4);
  if (body.node.type !== 'BlockStatement') {
    return [replaceWith(parsed, body, randomExpression(type, vocabularyAt(parsed, body), depth, random))];
  }
  const first = body.children[0]!;
  const answer = randomExpression(type, vocabularyAt(parsed, first), depth, random);
  return [{ start: first.start, end: body.children.at(-1)!.end, text: `return ${answer.text};` }];
}

/** The expression a function ends with, or null. */
function lastReturned(place: Place): Place | null {
  const body = childAt(place, 'body');
  const returned = returnedBy(place).at(-1) ?? null;
  if (body?.node.type !== 'BlockStatement') return returned;
  return returned?.parent === body.children.at(-1) ? returned : null;
}

function plainReturn(parsed: Parsed, place: Place): 'number' | 'boolean' | null {
  const type = returnType(parsed.bindings, place);
  return type === 'number' || type === 'boolean' ? type : null;
}
