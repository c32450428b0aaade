import type { Place } from './syntax-tree.ts';

const EXPRESSIONS = new Set([
  'VariableName',
  'Number',
  'String',
  'ContinuedString',
  'FormatString',
  'Boolean',
  'None',
  'BinaryExpression',
  'UnaryExpression',
  'ConditionalExpression',
  'CallExpression',
  'MemberExpression',
  'LambdaExpression',
  'ArrayExpression',
  'TupleExpression',
  'SetExpression',
  'DictionaryExpression',
  'ArrayComprehensionExpression',
  'SetComprehensionExpression',
  'DictionaryComprehensionExpression',
]);

/** True for an expression that is read, so that another may stand in its place: no target, callee, type or keyword. */
export function isValue(place: Place): boolean {
  return EXPRESSIONS.has(place.name) && isRead(place);
}

function isRead({ name, parent, index }: Place): boolean {
  if (parent === null) return false;
  const before = (sign: string): boolean => parent.children.slice(0, index).some((own) => own.name === sign);
  const after = (sign: string): boolean => parent.children.slice(index + 1).some((own) => own.name === sign);
  switch (parent.name) {
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ConditionalExpression':
    case 'ArrayExpression':
    case 'SetExpression':
    case 'DictionaryExpression':
      return isRead(parent);
    case 'TupleExpression':
      return isRead(parent) && parent.children[0]?.name === '(';
    case 'MemberExpression':
      return index > 0 ? isInCode(parent) : isRead(parent);
    case 'ArgList':
      return (
        parent.parent?.name === 'CallExpression' &&
        isInCode(parent) &&
        parent.children[index + 1]?.name !== 'AssignOp' &&
        isNoLoopName(parent, index)
      );
    case 'ReturnStatement':
    case 'AssertStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'YieldStatement':
      return true;
    case 'ExpressionStatement':
      // A text alone is a comment.
      return !name.endsWith('String');
    case 'AssignStatement':
      return before('AssignOp') && !after('AssignOp');
    case 'UpdateStatement':
      return index > 0;
    case 'ForStatement':
      return before('in');
    case 'LambdaExpression':
      return index === parent.children.length - 1;
    case 'ParamList':
      return parent.children[index - 1]?.name === 'AssignOp';
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
    case 'ComprehensionExpression':
      return isNoLoopName(parent, index);
    default:
      return false;
  }
}

/** False between the `for` and the `in` of a comprehension. */
function isNoLoopName(parent: Place, index: number): boolean {
  const keyword = parent.children
    .slice(0, index)
    .findLast(({ name }) => name === 'for' || name === 'in' || name === 'if');
  return keyword?.name !== 'for';
}

/** False in decorators, types and `del`. */
function isInCode(place: Place): boolean {
  for (let current: Place | null = place; current; current = current.parent)
    if (/^(?:Decorator|TypeDef|DeleteStatement|ImportStatement)$/.test(current.name)) return false;
  return true;
}
