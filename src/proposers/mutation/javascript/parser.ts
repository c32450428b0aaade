import { parseSync, type Program } from 'oxc-parser';
import { nestsTooDeep } from '../../../workspace/nesting.ts';
import { rememberTexts, type Parser, type ReadText } from '../recent-texts.ts';
import type { SourceTree } from '../source-tree.ts';
import { bindNames } from './declarations.ts';
import type { Bindings } from './scope.ts';
import { placesOf, type Place } from './syntax-tree.ts';

/** One text, read as a module. */
export interface Parsed extends SourceTree<Place> {
  readonly bindings: Bindings;
}

/** Reads TypeScript or JavaScript, by the path's extension, and remembers the last `capacity` texts. */
export function createParser(capacity: number): Parser<Parsed> {
  return rememberTexts(capacity, read);
}

const UNREADABLE: ReadText<Parsed> = {
  valid: false,
  tree: () => {
    throw new TypeError('a text that is not valid has no tree');
  },
};

function read(path: string, text: string): ReadText<Parsed> {
  if (nestsTooDeep(text)) return UNREADABLE;
  const result = parseSync(path, text, { showSemanticErrors: true });
  return { valid: result.errors.length === 0, tree: () => index(path, text, result.program) };
}

function index(path: string, text: string, program: Program): Parsed {
  const places = placesOf(program);
  return { path, text, places, bindings: bindNames(places) };
}

/** The text of a place, grouping parentheses included. */
export function textOf(parsed: Parsed, place: Place): string {
  return parsed.text.slice(place.start, place.end);
}

/** The text of a place without its grouping parentheses. */
export function bareTextOf(parsed: Parsed, place: Place): string {
  return parsed.text.slice(place.node.start, place.node.end);
}
