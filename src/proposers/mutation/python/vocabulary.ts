import type { Kind } from './annotation.ts';
import { constantAt, constantPlaces, tableData } from './constants.ts';
import type { Vocabulary } from './grammar.ts';
import { kindOf } from './kind.ts';
import { textOf, type Parsed } from './parser.ts';
import { isDeclared, resolve, visibleAt } from './scope.ts';
import { contains, functionAround, within, type Place } from './syntax-tree.ts';
import { isValue } from './value-position.ts';

/** What a new expression at a place may be made of: names in scope, elements the function reads, constants. */
export function vocabularyAt(parsed: Parsed, at: Place): Vocabulary {
  const names = visibleAt(parsed.bindings, at)
    .filter(({ kind }) => kind === 'number')
    .map(({ name }) => name);
  const constants = constantPlaces(parsed).map((place) => constantAt(parsed.text, place)!);
  return {
    numbers: [...new Set([...names, ...elementsAround(parsed, at)])],
    constants: [...new Set(constants)],
  };
}

/** The kind of a value of which one is known; tables of whole numbers are left to the operators on elements. */
export function plainPlaces(parsed: Parsed): readonly Place[] {
  const data = tableData(parsed);
  return parsed.places.filter((place) => !data.has(place) && plainKindAt(parsed, place) !== null);
}

/** `number` or `truth`, for an expression that can be replaced by another of its kind; null for anything else. */
export function plainKindAt(parsed: Parsed, place: Place): Kind | null {
  if (!isValue(place)) return null;
  const kind = kindOf(parsed, place);
  return kind === 'number' || kind === 'truth' ? kind : null;
}

/** True when every name that the moved code uses means the same at another place of `to`. */
export function namesReach(from: Parsed, moved: Place, to: Parsed, at: Place): boolean {
  for (const use of within(moved)) {
    if (use.name !== 'VariableName' || isKeyword(use)) continue;
    const name = textOf(from, use);
    if (isOwnName(from, name, use, moved)) continue;
    const source = resolve(from.bindings, name, use);
    const target = resolve(to.bindings, name, at);
    if (target === null ? isDeclared(from.bindings, name) : target.kind !== (source?.kind ?? null))
      return false;
  }
  return true;
}

/** `values[item]` and `bin.free` where the function around a place reads them as numbers, when their names reach it. */
function elementsAround(parsed: Parsed, at: Place): readonly string[] {
  const around = functionAround(at) ?? parsed.places[0]!;
  return [...within(around)]
    .filter(
      (place) =>
        place.name === 'MemberExpression' &&
        plainKindAt(parsed, place) === 'number' &&
        namesReach(parsed, place, parsed, at),
    )
    .map((place) => textOf(parsed, place));
}

/** The name of an argument in a call. */
function isKeyword({ parent, index }: Place): boolean {
  return parent?.name === 'ArgList' && parent.children[index + 1]?.name === 'AssignOp';
}

/** True for a name that the moved code declares itself, or a lambda or comprehension inside it. */
function isOwnName(from: Parsed, name: string, use: Place, moved: Place): boolean {
  for (let place = use.parent; place; place = place.parent) {
    const binding = from.bindings.get(place)?.find((known) => known.name === name);
    if (binding) return contains(moved, place) || (binding.from > moved.from && binding.from <= moved.to);
  }
  return false;
}
