import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { rememberTexts, type Parser, type ReadText } from '../recent-texts.ts';
import type { SourceTree } from '../source-tree.ts';
import { bindNames } from './declarations.ts';
import type { Bindings } from './scope.ts';
import { placesOf, type Place } from './syntax-tree.ts';

/** One text, read as a Python module. */
export interface Parsed extends SourceTree<Place> {
  readonly bindings: Bindings;
}

/** Reads Python and remembers the last `capacity` texts. */
export function createParser(capacity: number): Parser<Parsed> {
  return rememberTexts(capacity, read);
}

function read(path: string, text: string): ReadText<Parsed> {
  const tree = parser.parse(text);
  return { valid: !hasError(tree), tree: () => index(path, text, tree) };
}

/** The parser never gives up: it marks what it cannot read and goes on. */
function hasError(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter: ({ type }) => {
      found ||= type.isError;
      return !found;
    },
  });
  return found;
}

function index(path: string, text: string, tree: Tree): Parsed {
  const places = placesOf(tree);
  return { path, text, places, bindings: bindNames(text, places) };
}

/** The text of a place without its grouping parentheses. */
export function textOf(parsed: { readonly text: string }, place: Place): string {
  return parsed.text.slice(place.from, place.to);
}
