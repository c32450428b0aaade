import type { Kind } from './annotation.ts';
import { resolve, type Bindings } from './scope.ts';
import type { Place } from './syntax-tree.ts';

interface Code {
  readonly text: string;
  readonly bindings: Bindings;
}

const NUMBER_FUNCTIONS = new Set(['abs', 'float', 'int', 'len', 'pow', 'round', 'sum']);
const ONLY_NUMBERS = new Set(['-', '/', '//', '**']);
const ORDERS = new Set(['<', '<=', '>', '>=']);

/** The kind of an expression, from its own form, the kinds of its names, and where it stands. */
export function kindOf(code: Code, place: Place): Kind {
  const own = ownKind(code, place);
  return own === 'unknown' && isNumberPosition(code.text, place) ? 'number' : own;
}

/** The operator of a binary or unary expression: `+`, `and`, `not in`. */
export function operatorOf(text: string, place: Place): string {
  return operatorPlaces(place)
    .map((part) => text.slice(part.from, part.to))
    .join(' ');
}

/** The words or signs between the operands. */
export function operatorPlaces(place: Place): readonly Place[] {
  return place.children.filter(({ name }) => /^(?:ArithOp|CompareOp|BitOp|and|or|not|in|is)$/.test(name));
}

/** True where only a number makes sense: beside a sign of arithmetic or order, or in a function of `math`. */
export function isNumberPosition(text: string, place: Place): boolean {
  const { parent } = place;
  switch (parent?.name) {
    case 'BinaryExpression':
    case 'UnaryExpression': {
      const operator = operatorOf(text, parent);
      return ONLY_NUMBERS.has(operator) || ORDERS.has(operator);
    }
    case 'ArgList': {
      const callee = parent.parent!.children[0]!;
      return (
        parent.parent!.name === 'CallExpression' && text.slice(callee.from, callee.to).startsWith('math.')
      );
    }
    default:
      return false;
  }
}

function ownKind(code: Code, place: Place): Kind {
  const { children } = place;
  const word = (part: Place): string => code.text.slice(part.from, part.to);
  switch (place.name) {
    case 'Number':
      return 'number';
    case 'Boolean':
      return 'truth';
    case 'VariableName':
      return resolve(code.bindings, word(place), place)?.kind ?? 'unknown';
    case 'UnaryExpression':
      return children[0]!.name === 'not' ? 'truth' : 'number';
    case 'BinaryExpression': {
      const [sign] = operatorPlaces(place);
      if (sign === undefined) return 'unknown';
      const sides = [kindOf(code, children[0]!), kindOf(code, children.at(-1)!)];
      if (sign.name === 'and' || sign.name === 'or') return sides[0] === sides[1] ? sides[0]! : 'unknown';
      if (sign.name !== 'ArithOp' && sign.name !== 'BitOp') return 'truth';
      if (ONLY_NUMBERS.has(word(sign))) return 'number';
      return sides.includes('number') && !sides.includes('numbers') ? 'number' : 'unknown';
    }
    case 'ConditionalExpression': {
      const kind = kindOf(code, children[0]!);
      return kind === kindOf(code, children.at(-1)!) ? kind : 'unknown';
    }
    case 'ArrayExpression':
    case 'TupleExpression': {
      const elements = children.filter(({ name }) => !/^[[\](),]$/.test(name));
      return elements.length > 0 && elements.every((element) => ownKind(code, element) === 'number')
        ? 'numbers'
        : 'unknown';
    }
    case 'ArrayComprehensionExpression':
      return kindOf(code, children[1]!) === 'number' ? 'numbers' : 'unknown';
    case 'MemberExpression':
      return children.length === 4 && ownKind(code, children[0]!) === 'numbers' ? 'number' : 'unknown';
    case 'CallExpression': {
      const callee = word(children[0]!);
      const first = children[1]?.children[1];
      if (NUMBER_FUNCTIONS.has(callee) || callee.startsWith('math.')) return 'number';
      if (callee === 'range') return 'numbers';
      if (first === undefined) return 'unknown';
      if (callee === 'sorted' || callee === 'list') return ownKind(code, first);
      const kind = callee === 'min' || callee === 'max' ? ownKind(code, first) : 'unknown';
      return kind === 'numbers' ? 'number' : kind;
    }
    default:
      return 'unknown';
  }
}
