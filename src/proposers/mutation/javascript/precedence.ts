import type { Place } from './syntax-tree.ts';

/**
 * Binding strength of expressions, loosest first (ECMAScript 2024, chapter 13; MDN, "Operator precedence"). `??` stands
 * below `||` because the grammar refuses to mix them without parentheses.
 */
export const PRECEDENCE = {
  sequence: 1,
  assignment: 2,
  conditional: 3,
  coalesce: 4,
  unary: 16,
  postfix: 17,
  member: 19,
  primary: 20,
} as const;

const BINARY: Readonly<Record<string, number>> = {
  '??': 4,
  '||': 5,
  '&&': 6,
  '|': 7,
  '^': 8,
  '&': 9,
  '==': 10,
  '!=': 10,
  '===': 10,
  '!==': 10,
  '<': 11,
  '<=': 11,
  '>': 11,
  '>=': 11,
  in: 11,
  instanceof: 11,
  as: 11,
  '<<': 12,
  '>>': 12,
  '>>>': 12,
  '+': 13,
  '-': 13,
  '*': 14,
  '/': 14,
  '%': 14,
  '**': 15,
};

/** Binding strength of a binary or logical operator. */
export function operatorPrecedence(operator: string): number {
  return BINARY[operator] ?? PRECEDENCE.sequence;
}

/** Binding strength of an expression as a whole, without its grouping parentheses. */
export function precedenceOf(place: Place): number {
  const { node } = place;
  switch (node.type) {
    case 'SequenceExpression':
      return PRECEDENCE.sequence;
    case 'AssignmentExpression':
    case 'ArrowFunctionExpression':
    case 'YieldExpression':
      return PRECEDENCE.assignment;
    case 'ConditionalExpression':
      return PRECEDENCE.conditional;
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operatorPrecedence(node.operator);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return operatorPrecedence('as');
    case 'UnaryExpression':
    case 'AwaitExpression':
    case 'TSTypeAssertion':
      return PRECEDENCE.unary;
    case 'UpdateExpression':
      return PRECEDENCE.postfix;
    case 'MemberExpression':
    case 'CallExpression':
    case 'NewExpression':
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TaggedTemplateExpression':
      return PRECEDENCE.member;
    default:
      return PRECEDENCE.primary;
  }
}

/** The least binding strength an operand needs on one side of an operator. */
export function operandPrecedence(operator: string, side: 'left' | 'right'): number {
  const own = operatorPrecedence(operator);
  // The grammar refuses a unary left operand of `**` and a mix of `??` with `||` or `&&`.
  if (operator === '**') return side === 'left' ? PRECEDENCE.postfix : own;
  if (operator === '??') return operatorPrecedence('|');
  return side === 'left' ? own : own + 1;
}

/** The least binding strength an expression needs to stand at a place without parentheses. */
export function requiredPrecedence(place: Place): number {
  const parent = place.parent?.node;
  switch (parent?.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operandPrecedence(parent.operator, place.key === 'left' ? 'left' : 'right');
    case 'ConditionalExpression':
      return place.key === 'test' ? PRECEDENCE.coalesce : PRECEDENCE.assignment;
    case 'UnaryExpression':
    case 'AwaitExpression':
    case 'TSTypeAssertion':
      return PRECEDENCE.unary;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return operatorPrecedence('as');
    case 'MemberExpression':
      return place.key === 'object' ? PRECEDENCE.member : PRECEDENCE.sequence;
    case 'CallExpression':
    case 'NewExpression':
      return place.key === 'callee' ? PRECEDENCE.member : PRECEDENCE.assignment;
    case 'TaggedTemplateExpression':
    case 'TSNonNullExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return PRECEDENCE.member;
    case 'ExpressionStatement':
    case 'ReturnStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'TemplateLiteral':
      return PRECEDENCE.sequence;
    default:
      return PRECEDENCE.assignment;
  }
}
