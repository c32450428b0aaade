import type { Random } from '../../../kernel/random.ts';
import type { Edit } from '../edit.ts';
import { kindOfAnnotation } from './annotation.ts';
import { randomNumber } from './grammar.ts';
import { kindOf } from './kind.ts';
import { textOf, type Parsed } from './parser.ts';
import { isText, statementsOf } from './statements.ts';
import { childrenNamed, type Place } from './syntax-tree.ts';
import { vocabularyAt } from './vocabulary.ts';

/**
 * Replaces what one function does that ends by returning a number: all of its statements, its docstring excepted, by the
 * `return` of a random expression. Null when there is no such function.
 */
export function freshBody(parsed: Parsed, random: Random): readonly Edit[] | null {
  const functions = parsed.places.filter((place) => returnsNumber(parsed, place));
  if (functions.length === 0) return null;
  const statements = ownStatements(random.pick(functions));
  const [first, last] = [statements[0]!, statements.at(-1)!];
  const answer = randomNumber(vocabularyAt(parsed, first), 1 + random.below(4), random);
  return [{ start: first.from, end: last.to, text: `return ${answer.text}` }];
}

function returnsNumber(parsed: Parsed, place: Place): boolean {
  if (place.name !== 'FunctionDefinition') return false;
  const last = ownStatements(place).at(-1);
  const returned = last?.name === 'ReturnStatement' ? last.children[1] : undefined;
  if (returned === undefined) return false;
  const type = childrenNamed(place, 'TypeDef')[0];
  if (type) return kindOfAnnotation(textOf(parsed, type).replace(/^->\s*/, '')) === 'number';
  return kindOf(parsed, returned) === 'number';
}

function ownStatements(place: Place): readonly Place[] {
  return statementsOf(childrenNamed(place, 'Body')[0]!).filter((statement) => !isText(statement));
}
