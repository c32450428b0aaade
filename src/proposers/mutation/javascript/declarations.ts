import type { BindingPattern, Node, ParamPattern } from 'oxc-parser';
import type { Binding, Bindings } from './scope.ts';
import { isFunction, type Place } from './syntax-tree.ts';
import { typeOfAnnotation, type ValueType } from './type-annotation.ts';
import { typeOf, usedAs } from './value-type.ts';

/**
 * Finds every declaration. Types come from annotations, initializers and, for parameters without either, from how they
 * are used; a name is typed by what was declared before it.
 */
export function bindNames(places: readonly Place[]): Bindings {
  const bindings = new Map<Place, Binding[]>();
  const declare = (scope: Place, name: string, type: ValueType, from: number): void => {
    const known = bindings.get(scope);
    if (known) known.push({ name, type, scope, from });
    else bindings.set(scope, [{ name, type, scope, from }]);
  };
  for (const place of places) {
    const { node } = place;
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (node.type === 'FunctionDeclaration' && node.id)
          declare(blockAround(place), node.id.name, 'unknown', 0);
        for (const parameter of node.params) {
          for (const named of namesIn(parameter)) {
            const type = named.type === 'unknown' ? usedAs(place, named.name) : named.type;
            declare(place, named.name, type, parameter.end);
          }
        }
        break;
      case 'VariableDeclarator': {
        const declaration = place.parent!;
        const scope = isVar(declaration.node) ? functionScopeAround(place) : blockAround(declaration);
        const from = loopHead(declaration)?.end ?? place.end;
        for (const named of namesIn(node.id)) {
          const inferred = node.id.type === 'Identifier' ? initialType(place, bindings) : 'unknown';
          declare(scope, named.name, named.type === 'unknown' ? inferred : named.type, from);
        }
        break;
      }
      case 'ClassDeclaration':
        if (node.id) declare(blockAround(place), node.id.name, 'unknown', place.end);
        break;
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
        declare(blockAround(place), node.local.name, 'unknown', 0);
        break;
      case 'CatchClause':
        for (const named of node.param ? namesIn(node.param) : [])
          declare(place, named.name, 'unknown', place.start);
        break;
      default:
        break;
    }
  }
  return bindings;
}

interface Named {
  readonly name: string;
  readonly type: ValueType;
}

function namesIn(pattern: ParamPattern | BindingPattern | Node): readonly Named[] {
  switch (pattern.type) {
    case 'Identifier': {
      const annotation = 'typeAnnotation' in pattern ? pattern.typeAnnotation : null;
      return [
        { name: pattern.name, type: annotation ? typeOfAnnotation(annotation.typeAnnotation) : 'unknown' },
      ];
    }
    case 'AssignmentPattern': {
      const fallback =
        pattern.right.type === 'Literal' && typeof pattern.right.value === 'number' ? 'number' : 'unknown';
      return namesIn(pattern.left).map((named) =>
        named.type === 'unknown' ? { ...named, type: fallback } : named,
      );
    }
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => {
        if (property.type === 'RestElement') return namesIn(property);
        const field = property.key.type === 'Identifier' ? property.key.name : null;
        const type = field === null ? 'unknown' : fieldType(pattern.typeAnnotation?.typeAnnotation, field);
        return namesIn(property.value).map((named) =>
          named.type === 'unknown' ? { ...named, type } : named,
        );
      });
    default:
      return [];
  }
}

function fieldType(annotation: Node | undefined, field: string): ValueType {
  if (annotation?.type !== 'TSTypeLiteral') return 'unknown';
  for (const member of annotation.members) {
    if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier') continue;
    if (member.key.name === field && member.typeAnnotation)
      return typeOfAnnotation(member.typeAnnotation.typeAnnotation);
  }
  return 'unknown';
}

function initialType(declarator: Place, bindings: Bindings): ValueType {
  const loop = loopHead(declarator.parent!);
  if (loop) {
    if (loop.parent!.node.type === 'ForInStatement') return 'text';
    return typeOf(bindings, loop) === 'numbers' ? 'number' : 'unknown';
  }
  const initial = declarator.children.find((child) => child.key === 'init');
  return initial ? typeOf(bindings, initial) : 'unknown';
}

/** What a `for ... of` or `for ... in` loop runs over, when the declaration is its head. */
function loopHead(declaration: Place): Place | undefined {
  const loop = declaration.parent;
  const isHead =
    loop &&
    declaration.key === 'left' &&
    (loop.node.type === 'ForOfStatement' || loop.node.type === 'ForInStatement');
  return isHead ? loop.children.find((child) => child.key === 'right') : undefined;
}

function blockAround(place: Place): Place {
  for (let current = place.parent; current; current = current.parent) {
    switch (current.node.type) {
      case 'BlockStatement':
      case 'Program':
      case 'ForStatement':
      case 'ForOfStatement':
      case 'ForInStatement':
      case 'SwitchStatement':
      case 'StaticBlock':
        return current;
      default:
        break;
    }
  }
  return place;
}

function functionScopeAround(place: Place): Place {
  let current = place;
  while (current.parent && !isFunction(current)) current = current.parent;
  return current;
}

function isVar(node: Node): boolean {
  return node.type === 'VariableDeclaration' && node.kind === 'var';
}
