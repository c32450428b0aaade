import type { BinaryOperator } from 'oxc-parser';
import { resolve, type Bindings } from './scope.ts';
import { childAt, functionAround, isFunction, within, type Place } from './syntax-tree.ts';
import { typeOfAnnotation, typeOfLiteral, type ValueType } from './type-annotation.ts';

const ARITHMETIC: ReadonlySet<BinaryOperator> = new Set([
  '-',
  '*',
  '/',
  '%',
  '**',
  '|',
  '&',
  '^',
  '<<',
  '>>',
  '>>>',
]);
const ORDER: ReadonlySet<BinaryOperator> = new Set(['<', '<=', '>', '>=']);
const NUMBER_TESTS = new Set(['isFinite', 'isInteger', 'isNaN', 'isSafeInteger']);

/** The type of an expression: from itself, or else from what its surroundings expect there. */
export function valueType(bindings: Bindings, place: Place): ValueType {
  const own = typeOf(bindings, place);
  return own === 'unknown' ? expectedType(bindings, place) : own;
}

/** The type of an expression as it follows from the expression alone. */
export function typeOf(bindings: Bindings, place: Place): ValueType {
  const { node } = place;
  const of = (key: string, index = -1): ValueType => {
    const child = childAt(place, key, index);
    return child ? typeOf(bindings, child) : 'unknown';
  };
  switch (node.type) {
    case 'Literal':
      return typeOfLiteral(node.value);
    case 'TemplateLiteral':
      return 'text';
    case 'Identifier':
      return resolve(bindings, node.name, place)?.type ?? 'unknown';
    case 'UnaryExpression':
      if (node.operator === '!') return 'boolean';
      return node.operator === '-' || node.operator === '+' || node.operator === '~' ? 'number' : 'unknown';
    case 'UpdateExpression':
      return 'number';
    case 'BinaryExpression':
      if (ARITHMETIC.has(node.operator)) return 'number';
      if (node.operator !== '+') return 'boolean';
      return common(of('left'), of('right'));
    case 'LogicalExpression':
      return common(of('left'), of('right'));
    case 'ConditionalExpression':
      return common(of('consequent'), of('alternate'));
    case 'AssignmentExpression':
      return node.operator === '=' ? of('right') : of('left');
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return typeOfAnnotation(node.typeAnnotation);
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return of('expression');
    case 'MemberExpression':
      return memberType(bindings, place);
    case 'CallExpression':
      return callType(place);
    case 'ArrayExpression': {
      const numbers =
        place.children.length > 0 && place.children.every((child) => typeOf(bindings, child) === 'number');
      return numbers ? 'numbers' : 'unknown';
    }
    default:
      return 'unknown';
  }
}

/** The type that the surroundings of an expression ask for. */
export function expectedType(bindings: Bindings, place: Place): ValueType {
  const { parent } = place;
  if (!parent) return 'unknown';
  const { node } = parent;
  const otherOperand = (): ValueType => {
    const other = childAt(parent, place.key === 'left' ? 'right' : 'left');
    return other ? typeOf(bindings, other) : 'unknown';
  };
  switch (node.type) {
    case 'BinaryExpression':
      if (ARITHMETIC.has(node.operator) || ORDER.has(node.operator)) return 'number';
      return node.operator === 'in' || node.operator === 'instanceof' ? 'unknown' : otherOperand();
    case 'LogicalExpression':
    case 'SequenceExpression':
      return expectedType(bindings, parent);
    case 'ConditionalExpression':
      return place.key === 'test' ? 'boolean' : valueType(bindings, parent);
    case 'UnaryExpression':
      if (node.operator === '!') return 'boolean';
      return node.operator === '-' || node.operator === '+' || node.operator === '~' ? 'number' : 'unknown';
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return place.key === 'test' ? 'boolean' : 'unknown';
    case 'VariableDeclarator': {
      if (place.key !== 'init' || node.id.type !== 'Identifier') return 'unknown';
      return node.id.typeAnnotation ? typeOfAnnotation(node.id.typeAnnotation.typeAnnotation) : 'unknown';
    }
    case 'AssignmentExpression': {
      if (place.key !== 'right') return 'unknown';
      return node.operator === '=' || node.operator === '+='
        ? typeOf(bindings, childAt(parent, 'left')!)
        : 'number';
    }
    case 'CallExpression':
      return place.key === 'arguments' && mathFunction(parent) !== null ? 'number' : 'unknown';
    case 'ReturnStatement': {
      const around = functionAround(parent);
      return around ? returnType(bindings, around) : 'unknown';
    }
    case 'ArrowFunctionExpression':
      return place.key === 'body' ? returnType(bindings, parent) : 'unknown';
    default:
      return 'unknown';
  }
}

/** What a function returns: by its annotation, or else by the first returned expression whose type is plain. */
export function returnType(bindings: Bindings, place: Place): ValueType {
  const { node } = place;
  if (!('returnType' in node)) return 'unknown';
  if (node.returnType) return typeOfAnnotation(node.returnType.typeAnnotation);
  for (const returned of returnedBy(place)) {
    const type = typeOf(bindings, returned);
    if (type !== 'unknown') return type;
  }
  return 'unknown';
}

/** The expressions a function returns, nested functions left out, in source order. */
export function returnedBy(place: Place): readonly Place[] {
  const body = childAt(place, 'body');
  if (!body) return [];
  if (body.node.type !== 'BlockStatement') return [body];
  return [...within(body)]
    .filter((inner) => inner.key === 'argument' && inner.parent!.node.type === 'ReturnStatement')
    .filter((inner) => functionAround(inner) === place);
}

/** The type a parameter without annotation must have, by how the function uses its name. */
export function usedAs(place: Place, name: string): ValueType {
  const nothing: Bindings = new Map();
  for (const use of within(place)) {
    if (use.node.type !== 'Identifier' || use.node.name !== name || isFunction(use.parent!)) continue;
    const { parent } = use;
    const isTest = expectedType(nothing, use) === 'boolean';
    if (!isTest && expectedType(nothing, use) !== 'unknown') return expectedType(nothing, use);
    if (parent?.node.type === 'UpdateExpression') return 'number';
  }
  return 'unknown';
}

/** The name of the Math function that a call calls, or null. */
export function mathFunction(place: Place): string | null {
  const { node } = place;
  if (node.type !== 'CallExpression') return null;
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return null;
  if (callee.object.name !== 'Math' || callee.property.type !== 'Identifier') return null;
  return callee.property.name;
}

function memberType(bindings: Bindings, place: Place): ValueType {
  const { node } = place;
  if (node.type !== 'MemberExpression') return 'unknown';
  if (node.computed) return typeOf(bindings, childAt(place, 'object')!) === 'numbers' ? 'number' : 'unknown';
  if (node.property.type !== 'Identifier') return 'unknown';
  if (node.property.name === 'length') return 'number';
  const isConstant =
    node.object.type === 'Identifier' && (node.object.name === 'Math' || node.object.name === 'Number');
  return isConstant && /^[A-Z][A-Z0-9_]*$/.test(node.property.name) ? 'number' : 'unknown';
}

function callType(place: Place): ValueType {
  if (mathFunction(place) !== null) return 'number';
  const callee = place.node.type === 'CallExpression' ? place.node.callee : null;
  if (callee?.type === 'Identifier') {
    if (callee.name === 'Number') return 'number';
    if (callee.name === 'Boolean') return 'boolean';
  }
  if (callee?.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return 'unknown';
  if (callee.object.name !== 'Number' || callee.property.type !== 'Identifier') return 'unknown';
  return NUMBER_TESTS.has(callee.property.name) ? 'boolean' : 'unknown';
}

function common(left: ValueType, right: ValueType): ValueType {
  return left === right ? left : 'unknown';
}
