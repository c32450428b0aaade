import { kindOfAnnotation, type Kind } from './annotation.ts';
import { isNumberPosition, kindOf } from './kind.ts';
import { isScope, type Binding, type Bindings } from './scope.ts';
import { childrenNamed, within, type Place } from './syntax-tree.ts';

/**
 * Finds every name. Kinds come from annotations and values, and from use where there is neither; a name has the kind of
 * its first declaration. Attributes and the names of a class's body are not among them.
 */
export function bindNames(text: string, places: readonly Place[]): Bindings {
  const bindings = new Map<Place, Binding[]>();
  const code = { text, bindings };
  const declare = (name: Place, kind: Kind, from: number): void => {
    const scope = scopeOf(name);
    if (scope === null) return;
    const known = bindings.get(scope) ?? [];
    bindings.set(scope, known);
    const word = text.slice(name.from, name.to);
    if (known.some((binding) => binding.name === word)) return;
    known.push({ name: word, kind: kind === 'unknown' ? kindByUse(text, scope, word) : kind, from });
  };
  const declareAll = (targets: readonly Place[], kind: Kind, from: number): void => {
    for (const target of targets) {
      if (target.name === 'VariableName') declare(target, kind, from);
      if (target.name === 'TupleExpression' || target.name === 'ArrayExpression')
        declareAll(target.children, 'unknown', from);
    }
  };
  for (const place of places) {
    const { name, parent, children } = place;
    switch (name) {
      case 'ParamList':
        for (const [index, child] of children.entries()) {
          if (child.name !== 'VariableName' || children[index - 1]?.name === 'AssignOp') continue;
          const [type, value] = [children[index + 1], children[index + 2]];
          const given = type?.name === 'AssignOp' && value ? kindOf(code, value) : 'unknown';
          declare(
            child,
            type?.name === 'TypeDef' ? kindOfAnnotation(textWithin(text, type)) : given,
            place.end,
          );
        }
        break;
      case 'FunctionDefinition':
        declareAll(childrenNamed(place, 'VariableName'), 'unknown', place.end);
        break;
      case 'ClassDefinition':
        declareAll(childrenNamed(place, 'VariableName').slice(0, 1), 'unknown', place.end);
        break;
      case 'ImportStatement':
        for (const [index, child] of children.entries()) {
          if (child.name === 'VariableName' && children[index + 1]?.name !== 'as')
            declare(child, 'unknown', place.end);
        }
        break;
      case 'AssignStatement': {
        const last = children.findLastIndex((child) => child.name === 'AssignOp');
        if (last === -1) break;
        const type = childrenNamed(place, 'TypeDef')[0];
        const kind = type ? kindOfAnnotation(textWithin(text, type)) : kindOf(code, children[last + 1]!);
        const isUnpacking = children.slice(0, last).some((child) => child.name === ',');
        declareAll(children.slice(0, last), isUnpacking ? 'unknown' : kind, place.end);
        break;
      }
      case 'in': {
        const first = parent!.children.slice(0, place.index).findLastIndex((child) => child.name === 'for');
        if (first === -1) break;
        const targets = parent!.children.slice(first + 1, place.index);
        const over = kindOf(code, parent!.children[place.index + 1]!);
        const kind = targets.length === 1 && over === 'numbers' ? 'number' : 'unknown';
        declareAll(targets, kind, parent!.name === 'ForStatement' ? place.end : 0);
        break;
      }
      case 'as':
        if (parent!.name !== 'ImportStatement')
          declareAll(parent!.children.slice(place.index + 1, place.index + 2), 'unknown', place.end);
        break;
      case 'NamedExpression':
        declareAll(children.slice(0, 1), 'unknown', place.end);
        break;
      default:
        break;
    }
  }
  return bindings;
}

/** The scope in which a declared name is known; null in a class's body. */
function scopeOf(name: Place): Place | null {
  const isOwnName = name.parent?.name === 'FunctionDefinition' || name.parent?.name === 'ClassDefinition';
  for (let place = isOwnName ? name.parent.parent : name.parent; place; place = place.parent) {
    if (place.name === 'ClassDefinition') return null;
    if (isScope(place)) return place;
  }
  return null;
}

/** A name is a number where it is reckoned with, and a list of numbers where its elements are. */
function kindByUse(text: string, scope: Place, name: string): Kind {
  for (const place of within(scope)) {
    if (place.name !== 'VariableName' || text.slice(place.from, place.to) !== name) continue;
    if (isNumberPosition(text, place)) return 'number';
    const { parent } = place;
    const isElement =
      parent?.name === 'MemberExpression' && place.index === 0 && parent.children[1]?.name === '[';
    if (isElement && isNumberPosition(text, parent)) return 'numbers';
  }
  return 'unknown';
}

function textWithin(text: string, type: Place): string {
  return text.slice(type.from, type.to).replace(/^(?::|->)\s*/, '');
}
