import type { Kind } from './annotation.ts';
import type { Place } from './syntax-tree.ts';

/** A name and where it may be used. */
export interface Binding {
  readonly name: string;
  readonly kind: Kind;
  /** Offset from which code of the same scope may use it. */
  readonly from: number;
}

/** The names each module, function, lambda and comprehension declares. */
export type Bindings = ReadonlyMap<Place, readonly Binding[]>;

/** Every name that can be used at a place, innermost first, each name once. */
export function visibleAt(bindings: Bindings, at: Place): readonly Binding[] {
  const visible = new Map<string, Binding | null>();
  for (const { place, deferred } of scopesAround(at)) {
    for (const binding of bindings.get(place) ?? []) {
      if (visible.has(binding.name)) continue;
      visible.set(binding.name, deferred || binding.from <= at.start ? binding : null);
    }
  }
  return [...visible.values()].filter((binding) => binding !== null);
}

/** What a name means at a place; null when nothing visible declares it: a built-in name, or one declared further down. */
export function resolve(bindings: Bindings, name: string, at: Place): Binding | null {
  return visibleAt(bindings, at).find((binding) => binding.name === name) ?? null;
}

/** True when some scope of the module declares the name. */
export function isDeclared(bindings: Bindings, name: string): boolean {
  return bindings.values().some((declared) => declared.some((binding) => binding.name === name));
}

/** Scopes from the inside out; `deferred` when code between runs later, after the scope's declarations. */
function* scopesAround(at: Place): Generator<{ readonly place: Place; readonly deferred: boolean }> {
  let deferred = false;
  let inside: Place | null = null;
  for (let place: Place | null = at; place; inside = place, place = place.parent) {
    if (!isScope(place)) continue;
    // Defaults and decorators are read where the function is declared.
    const isOutside = inside?.name === 'ParamList' || inside?.name === 'Decorator';
    if (isOutside) continue;
    yield { place, deferred };
    if (place.name === 'FunctionDefinition' || place.name === 'LambdaExpression') deferred = true;
  }
}

/** True for what has names of its own. */
export function isScope(place: Place): boolean {
  switch (place.name) {
    case 'Script':
    case 'FunctionDefinition':
    case 'LambdaExpression':
    case 'ComprehensionExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return true;
    case 'ArgList':
      return place.children.some(({ name }) => name === 'for');
    default:
      return false;
  }
}
