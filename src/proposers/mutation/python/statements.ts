import { textOf, type Parsed } from './parser.ts';
import { within, type Place } from './syntax-tree.ts';

const SIMPLE = new Set([
  'AssignStatement',
  'UpdateStatement',
  'ExpressionStatement',
  'ReturnStatement',
  'BreakStatement',
  'ContinueStatement',
  'RaiseStatement',
  'AssertStatement',
  'DeleteStatement',
  'StatementGroup',
]);
const COMPOUND = new Set(['IfStatement', 'ForStatement', 'WhileStatement', 'TryStatement', 'WithStatement']);

/** Statements that an operator may move, copy or delete. Definitions, imports, docstrings and `pass` stay. */
export function statementPlaces(parsed: Parsed): readonly Place[] {
  return parsed.places.filter((place) => {
    const isListed = place.parent?.name === 'Body' || place.parent?.name === 'Script';
    return isListed && (SIMPLE.has(place.name) || COMPOUND.has(place.name)) && !isText(place);
  });
}

/** The statements of a body, or of the module. */
export function statementsOf(block: Place): readonly Place[] {
  return block.children.filter(({ name }) => name !== ':' && name !== ';');
}

/** True for the `return` that ends a function: without it the function returns nothing. */
export function isFinalReturn(place: Place): boolean {
  const isLast = place.index === place.parent!.children.length - 1;
  return place.name === 'ReturnStatement' && isLast && place.parent!.parent?.name === 'FunctionDefinition';
}

/** True for a text alone on its line, such as a docstring. */
export function isText(place: Place): boolean {
  return place.name === 'ExpressionStatement' && /^(?:Continued)?String$/.test(place.children[0]?.name ?? '');
}

/** White space before a statement's line. */
export function indentOf({ text }: { readonly text: string }, place: Place): string {
  const lineStart = text.lastIndexOf('\n', place.from - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, place.from))![0];
}

/** True when nothing but white space stands before the statement on its line. */
export function beginsLine({ text }: { readonly text: string }, place: Place): boolean {
  const lineStart = text.lastIndexOf('\n', place.from - 1) + 1;
  return text.slice(lineStart, place.from).trim() === '';
}

/** The text of a statement as it has to be written at another indentation. */
export function indentedText(parsed: Parsed, place: Place, indent: string): string {
  return reindent(textOf(parsed, place), indentOf(parsed, place), indent);
}

/** The statements of a body in lines of their own, the first one's indentation left to its new place. */
export function bodyText(parsed: Parsed, body: Place, indent: string): string {
  const statements = statementsOf(body);
  const [first, last] = [statements[0]!, statements.at(-1)!];
  return reindent(parsed.text.slice(first.from, last.to), indentOf(parsed, first), indent);
}

/**
 * True when a copy of the statement may stand at another place: `return` needs a function around it, `break` and
 * `continue` a loop, and `yield`, `await`, `global` and definitions are not copied at all.
 */
export function mayStandAt(moved: Place, at: Place): boolean {
  for (const part of within(moved)) {
    if (/^(?:Yield|Await|Scope)\w+$|^await$|^yield$|Definition$|^ImportStatement$/.test(part.name))
      return false;
    if (part.name === 'ReturnStatement' && !isInside(at, /^FunctionDefinition$/, /^ClassDefinition$/))
      return false;
    const leavesLoop = part.name === 'BreakStatement' || part.name === 'ContinueStatement';
    if (leavesLoop && !hasLoop(part, moved) && !isInside(at, LOOP, /Definition$/)) return false;
  }
  return true;
}

/** True for a statement that takes one line and no block, so that it may follow a colon or a semicolon. */
export function isOneLine(parsed: Parsed, place: Place): boolean {
  return SIMPLE.has(place.name) && !textOf(parsed, place).includes('\n');
}

const LOOP = /^(?:For|While)Statement$/;

function hasLoop(part: Place, moved: Place): boolean {
  for (let place = part; place !== moved; place = place.parent!) if (isLoopBody(place, LOOP)) return true;
  return false;
}

function isInside(at: Place, wanted: RegExp, border: RegExp): boolean {
  for (let place = at; place.parent; place = place.parent) {
    if (isLoopBody(place, wanted)) return true;
    if (border.test(place.parent.name)) return false;
  }
  return false;
}

/** True for the first body of what is wanted: the one after `else` is not in the loop. */
function isLoopBody(place: Place, wanted: RegExp): boolean {
  const { parent } = place;
  if (place.name !== 'Body' || parent === null || !wanted.test(parent.name)) return false;
  return parent.children.find(({ name }) => name === 'Body') === place;
}

function reindent(text: string, from: string, to: string): string {
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(from) ? to + line.slice(from.length) : line))
    .join('\n');
}
