import { operatorOf } from './kind.ts';
import type { Place } from './syntax-tree.ts';

/** How tightly an expression binds (The Python Language Reference, 6.17, loosest first). */
export const PRECEDENCE = {
  anything: 0,
  lambda: 1,
  conditional: 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  bits: 7,
  sum: 10,
  product: 11,
  sign: 12,
  power: 13,
  number: 15,
  primary: 16,
} as const;

const BITS: { readonly [operator: string]: number } = {
  '|': PRECEDENCE.bits,
  '^': 8,
  '&': 9,
  '<<': 9.5,
  '>>': 9.5,
};

/** How tightly a binary operator binds its operands. */
export function operatorPrecedence(operator: string): number {
  switch (operator) {
    case 'or':
      return PRECEDENCE.or;
    case 'and':
      return PRECEDENCE.and;
    case '+':
    case '-':
      return PRECEDENCE.sum;
    case '*':
    case '/':
    case '//':
    case '%':
    case '@':
      return PRECEDENCE.product;
    case '**':
      return PRECEDENCE.power;
    default:
      return BITS[operator] ?? PRECEDENCE.comparison;
  }
}

/** How tightly an operand must bind. A comparison beside a comparison would be read as a chain of both. */
export function operandPrecedence(operator: string, side: 'left' | 'right'): number {
  const own = operatorPrecedence(operator);
  if (own === PRECEDENCE.comparison) return own + 0.1;
  if (own === PRECEDENCE.power) return side === 'left' ? own + 0.1 : PRECEDENCE.sign;
  return side === 'left' ? own : own + 0.1;
}

/** How tightly an expression binds, its grouping parentheses aside. */
export function precedenceOf(text: string, place: Place): number {
  const { children } = place;
  switch (place.name) {
    case 'LambdaExpression':
      return PRECEDENCE.lambda;
    case 'ConditionalExpression':
      return PRECEDENCE.conditional;
    case 'BinaryExpression':
      return operatorPrecedence(operatorOf(text, place));
    case 'UnaryExpression': {
      if (children[0]!.name !== 'not') return PRECEDENCE.sign;
      // The grammar takes `not a or b` for `not (a or b)`, Python for `(not a) or b`.
      const operand = children[1]!;
      return operand.start < operand.from
        ? PRECEDENCE.not
        : Math.min(PRECEDENCE.not, precedenceOf(text, operand));
    }
    case 'Number':
      return PRECEDENCE.number;
    case 'VariableName':
    case 'String':
    case 'FormatString':
    case 'Boolean':
    case 'None':
    case 'CallExpression':
    case 'MemberExpression':
    case 'ArrayExpression':
    case 'SetExpression':
    case 'DictionaryExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return PRECEDENCE.primary;
    case 'TupleExpression':
      return children[0]!.name === '(' ? PRECEDENCE.primary : -1;
    default:
      return -1;
  }
}

/** How tightly whatever stands at a place must bind to need no parentheses. */
export function requiredPrecedence(text: string, place: Place): number {
  const parent = place.parent!;
  switch (parent.name) {
    case 'BinaryExpression':
      return operandPrecedence(operatorOf(text, parent), place.index === 0 ? 'left' : 'right');
    case 'UnaryExpression':
      return parent.children[0]!.name === 'not' ? PRECEDENCE.not : PRECEDENCE.sign;
    case 'ConditionalExpression':
      return place.index === parent.children.length - 1 ? PRECEDENCE.conditional : PRECEDENCE.or;
    case 'MemberExpression':
      return place.index === 0 ? PRECEDENCE.primary : PRECEDENCE.anything;
    case 'CallExpression':
      return PRECEDENCE.primary;
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
    case 'ComprehensionExpression':
      return PRECEDENCE.or;
    case 'ArgList':
      return parent.children[place.index - 1]?.name.startsWith('*') === true ||
        parent.children.some(({ name }) => name === 'for')
        ? PRECEDENCE.or
        : PRECEDENCE.anything;
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
    case 'DictionaryExpression':
      return parent.children[place.index - 1]?.name.startsWith('*') === true
        ? PRECEDENCE.bits
        : PRECEDENCE.anything;
    default:
      return PRECEDENCE.anything;
  }
}
