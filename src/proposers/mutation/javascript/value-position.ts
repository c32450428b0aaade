import type { Place } from './syntax-tree.ts';

/** True for an expression whose value is read, false for targets, keys, callees, declared names and statements. */
export function isValue(place: Place): boolean {
  const parent = place.parent?.node;
  switch (parent?.type) {
    case undefined:
    case 'UpdateExpression':
    case 'TaggedTemplateExpression':
    case 'ImportSpecifier':
    case 'ExportSpecifier':
    case 'ImportAttribute':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'LabeledStatement':
    case 'ArrayPattern':
    case 'ObjectPattern':
    case 'RestElement':
    case 'CatchClause':
    case 'ExpressionStatement':
      return false;
    case 'UnaryExpression':
      return parent.operator !== 'delete' && parent.operator !== 'typeof';
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForOfStatement':
    case 'ForInStatement':
      return place.key === 'right';
    case 'CallExpression':
    case 'NewExpression':
      return place.key !== 'callee';
    case 'MemberExpression':
      return place.key === 'object' || parent.computed;
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'AccessorProperty':
      return (place.key === 'value' || parent.computed) && !isPattern(place);
    case 'VariableDeclarator':
      return place.key === 'init';
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return place.key === 'body';
    case 'ForStatement':
      return place.key === 'test';
    default:
      return true;
  }
}

function isPattern(place: Place): boolean {
  return place.parent?.parent?.node.type === 'ObjectPattern';
}
