import { isFunction, type Place } from './syntax-tree.ts';
import type { ValueType } from './type-annotation.ts';

/** A name and where it may be used. */
export interface Binding {
  readonly name: string;
  readonly type: ValueType;
  /** Node in which the name is known. */
  readonly scope: Place;
  /** Offset from which code of the same function may use it. */
  readonly from: number;
}

/** The names each scope declares. */
export type Bindings = ReadonlyMap<Place, readonly Binding[]>;

/** What a name means at a place; null when nothing visible declares it (a global, or declared further down). */
export function resolve(bindings: Bindings, name: string, at: Place): Binding | null {
  for (const scope of scopesAround(at)) {
    const binding = bindings.get(scope.place)?.find((known) => known.name === name);
    if (binding) return scope.deferred || binding.from <= at.start ? binding : null;
  }
  return null;
}

/** Every name that can be used at a place, innermost first, each name once. */
export function visibleAt(bindings: Bindings, at: Place): readonly Binding[] {
  const visible = new Map<string, Binding | null>();
  for (const scope of scopesAround(at)) {
    for (const binding of bindings.get(scope.place) ?? []) {
      if (visible.has(binding.name)) continue;
      visible.set(binding.name, scope.deferred || binding.from <= at.start ? binding : null);
    }
  }
  return [...visible.values()].filter((binding) => binding !== null);
}

/** True when some scope of the module declares the name. */
export function isDeclared(bindings: Bindings, name: string): boolean {
  return bindings.values().some((declared) => declared.some((binding) => binding.name === name));
}

/** Scopes from the inside out; `deferred` when code between runs later, after the scope's declarations. */
function* scopesAround(at: Place): Generator<{ readonly place: Place; readonly deferred: boolean }> {
  let deferred = false;
  for (let place: Place | null = at; place; place = place.parent) {
    yield { place, deferred };
    if (place !== at && isFunction(place)) deferred = true;
  }
}
