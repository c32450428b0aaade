import { visitorKeys, type Node, type Program } from 'oxc-parser';

/** A node of the syntax tree with its position in it. Grouping parentheses belong to the place, not to the tree. */
export interface Place {
  readonly node: Node;
  readonly parent: Place | null;
  /** Property of the parent that holds the node. */
  readonly key: string;
  /** Position in that property when it is a list, else -1. */
  readonly index: number;
  /** Range in the text, grouping parentheses included. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly Place[];
}

const TYPE_KEYS = new Set([
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'implements',
  'decorators',
]);

const TYPED_EXPRESSIONS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSParameterProperty',
]);

/**
 * The places of a program that can be changed, parents before children; the first is the program. Type annotations and
 * decorators are not among them.
 */
export function placesOf(program: Program): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: Node, parent: Place | null, key: string, index: number, outer: Node): Place => {
    if (node.type === 'ParenthesizedExpression') return visit(node.expression, parent, key, index, outer);
    const children: Place[] = [];
    const place: Place = { node, parent, key, index, start: outer.start, end: outer.end, children };
    places.push(place);
    for (const child of childrenOf(node))
      children.push(visit(child.node, place, child.key, child.index, child.node));
    return place;
  };
  visit(program, null, '', -1, program);
  return places;
}

/** The child that a property of the node holds. */
export function childAt(place: Place, key: string, index = -1): Place | undefined {
  return place.children.find((child) => child.key === key && child.index === index);
}

/** The place and everything below it, parents first. */
export function* within(place: Place): Generator<Place> {
  yield place;
  for (const child of place.children) yield* within(child);
}

/** The innermost function around a place, or null at the top of the module. */
export function functionAround(place: Place): Place | null {
  for (let current = place.parent; current; current = current.parent) if (isFunction(current)) return current;
  return null;
}

export function isFunction(place: Place): boolean {
  const { type } = place.node;
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

function childrenOf(node: Node): { readonly node: Node; readonly key: string; readonly index: number }[] {
  const found: { node: Node; key: string; index: number }[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    if (TYPE_KEYS.has(key)) continue;
    const value = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key];
    if (Array.isArray(value)) {
      value.forEach((child, index) => {
        if (child !== null && isChangeable(child)) found.push({ node: child, key, index });
      });
    } else if (value && isChangeable(value)) found.push({ node: value, key, index: -1 });
  }
  return found;
}

function isChangeable(node: Node): boolean {
  return !node.type.startsWith('TS') || TYPED_EXPRESSIONS.has(node.type);
}
