import { parseSync, type Program } from 'oxc-parser';
import { bindNames } from './declarations.ts';
import type { Bindings } from './scope.ts';
import { placesOf, type Place } from './syntax-tree.ts';

/** One text, read as a module. */
export interface Parsed {
  readonly path: string;
  readonly text: string;
  /** Every place that can be changed, parents before children. */
  readonly places: readonly Place[];
  readonly bindings: Bindings;
}

export interface Parser {
  /** Reads TypeScript or JavaScript, by the path's extension; null when the text has a syntax error. */
  readonly parse: (path: string, text: string) => Parsed | null;
  /** True when the text has no syntax error. */
  readonly accepts: (path: string, text: string) => boolean;
}

/**
 * A parser that remembers the last `capacity` texts, so that a parent, or a child that becomes one, is read once. The
 * tree itself is built when it is first looked at: checking that a child parses costs no tree.
 */
export function createParser(capacity: number): Parser {
  const recent = new Map<string, { readonly valid: boolean; readonly tree: () => Parsed }>();
  const look = (path: string, text: string) => {
    const key = `${path}\0${text}`;
    const known = recent.get(key) ?? read(path, text);
    recent.delete(key);
    recent.set(key, known);
    if (recent.size > capacity) recent.delete(recent.keys().next().value!);
    return known;
  };
  return {
    parse: (path, text) => {
      const { valid, tree } = look(path, text);
      return valid ? tree() : null;
    },
    accepts: (path, text) => look(path, text).valid,
  };
}

function read(path: string, text: string): { readonly valid: boolean; readonly tree: () => Parsed } {
  const result = parseSync(path, text, { showSemanticErrors: true });
  let parsed: Parsed | null = null;
  return {
    valid: result.errors.length === 0,
    tree: () => (parsed ??= index(path, text, result.program)),
  };
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
