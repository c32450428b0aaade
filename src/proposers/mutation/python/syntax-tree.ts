import type { SyntaxNode, Tree } from '@lezer/common';
import type { SourcePlace } from '../source-tree.ts';

/** A node of the syntax tree, its keywords and signs among its children; grouping parentheses are not nodes. */
export interface Place extends SourcePlace {
  /** As the grammar of `@lezer/python` calls it; a keyword or bracket is called by its own text. */
  readonly name: string;
  readonly parent: Place | null;
  /** Position among the parent's children. */
  readonly index: number;
  /** Range in the text without grouping parentheses. */
  readonly from: number;
  readonly to: number;
  readonly children: readonly Place[];
}

/** The grammar ends these behind the line's end and the comments that follow. */
const LINES = /^(?:Body|Script|StatementGroup|\w+Statement|\w+Definition)$/;

/** The places of a module, parents before children; the first is the module. */
export function placesOf(tree: Tree): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: SyntaxNode, parent: Place | null, index: number, outer: SyntaxNode): Place => {
    if (node.name === 'ParenthesizedExpression') {
      const inner = childNodes(node)[1];
      if (inner !== undefined && inner.name !== 'NamedExpression') return visit(inner, parent, index, outer);
    }
    // What a format string holds is kept as it is: its quotes limit what may stand in it.
    const nodes = node.name === 'FormatString' ? [] : childNodes(node);
    const last = LINES.test(node.name) ? lastEnd(nodes.at(-1)) : null;
    const to = last ?? node.to;
    const end = outer === node ? to : outer.to;
    const children: Place[] = [];
    const place: Place = {
      name: node.name,
      parent,
      index,
      from: node.from,
      to,
      start: outer.from,
      end,
      children,
    };
    places.push(place);
    nodes.forEach((child, position) => children.push(visit(child, place, position, child)));
    return place;
  };
  visit(tree.topNode, null, 0, tree.topNode);
  return places;
}

/** The place and everything below it, parents first. */
export function* within(place: Place): Generator<Place> {
  yield place;
  for (const child of place.children) yield* within(child);
}

/** True when the place contains the other or is it. */
export function contains(outer: Place, inner: Place): boolean {
  for (let place: Place | null = inner; place; place = place.parent) if (place === outer) return true;
  return false;
}

/** The children that are called so. */
export function childrenNamed(place: Place, name: string): readonly Place[] {
  return place.children.filter((child) => child.name === name);
}

/** The innermost function around a place, or null at the top of the module. */
export function functionAround(place: Place): Place | null {
  for (let current = place.parent; current; current = current.parent)
    if (current.name === 'FunctionDefinition') return current;
  return null;
}

function childNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'Comment') nodes.push(child);
  return nodes;
}

function lastEnd(node: SyntaxNode | undefined): number | null {
  if (node === undefined) return null;
  if (!LINES.test(node.name)) return node.to;
  return lastEnd(childNodes(node).at(-1)) ?? node.to;
}
