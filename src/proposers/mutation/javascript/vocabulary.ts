import { valueType } from './value-type.ts';
import type { PlainType, Vocabulary } from './grammar.ts';
import { tableData } from './lists.ts';
import type { Parsed } from './parser.ts';
import { isDeclared, resolve, visibleAt } from './scope.ts';
import { isValue } from './value-position.ts';
import { functionAround, within, type Place } from './syntax-tree.ts';

/** What a new expression at a place may be made of: names in scope, the function's own numeric paths, constants. */
export function vocabularyAt(parsed: Parsed, at: Place): Vocabulary {
  const visible = visibleAt(parsed.bindings, at);
  const paths = pathsAround(parsed, at);
  const named = (type: PlainType): string[] =>
    visible.filter((binding) => binding.type === type).map(({ name }) => name);
  return {
    numbers: [...named('number'), ...paths.filter((path) => path.type === 'number').map(({ text }) => text)],
    booleans: [
      ...named('boolean'),
      ...paths.filter((path) => path.type === 'boolean').map(({ text }) => text),
    ],
    constants: constantsOf(parsed),
  };
}

/** The numeric constants of the code, each once. */
export function constantsOf(parsed: Parsed): readonly number[] {
  const values = parsed.places.flatMap(({ node }) =>
    node.type === 'Literal' && typeof node.value === 'number' ? [node.value] : [],
  );
  return [...new Set(values)];
}

/** The type of an expression that can be read, and replaced by another of its type; null for anything else. */
export function plainTypeAt(parsed: Parsed, place: Place): PlainType | null {
  if (!isValue(place)) return null;
  const type = valueType(parsed.bindings, place);
  return type === 'number' || type === 'boolean' ? type : null;
}

/** Places of plain values, parents first; tables of whole numbers are left to the operators on list elements. */
export function plainPlaces(parsed: Parsed): readonly Place[] {
  const data = tableData(parsed);
  return parsed.places.filter((place) => !data.has(place) && plainTypeAt(parsed, place) !== null);
}

/** True when every name an expression or statement uses means the same at another place of `to`. */
export function namesReach(from: Parsed, moved: Place, to: Parsed, at: Place): boolean {
  for (const use of within(moved)) {
    if (use.node.type !== 'Identifier' || !isReference(use)) continue;
    const source = resolve(from.bindings, use.node.name, use);
    if (source && isInside(source.scope, moved)) continue;
    const target = resolve(to.bindings, use.node.name, at);
    if (target === null ? isDeclared(from.bindings, use.node.name) : target.type !== (source?.type ?? null))
      return false;
  }
  return true;
}

/** Member accesses around a place that are numbers or booleans, as `bin.free`, when their names reach it. */
function pathsAround(
  parsed: Parsed,
  at: Place,
): readonly { readonly text: string; readonly type: PlainType }[] {
  let around = at;
  for (let outer = functionAround(at); outer; outer = functionAround(outer)) around = outer;
  const paths = new Map<string, PlainType>();
  for (const place of within(around)) {
    if (
      place.node.type !== 'MemberExpression' ||
      (place.parent?.node.type === 'CallExpression' && place.key === 'callee')
    )
      continue;
    const type = plainTypeAt(parsed, place);
    if (type === null || !namesReach(parsed, place, parsed, at)) continue;
    paths.set(parsed.text.slice(place.node.start, place.node.end), type);
  }
  return [...paths].map(([text, type]) => ({ text, type }));
}

function isReference(place: Place): boolean {
  const parent = place.parent?.node;
  if (parent?.type === 'MemberExpression') return place.key === 'object' || parent.computed;
  if (parent?.type === 'Property' && place.key === 'key') return parent.computed;
  return true;
}

function isInside(scope: Place, place: Place): boolean {
  return scope.node.start >= place.node.start && scope.node.end <= place.node.end;
}
