import type { Kind } from '../program.ts';

/** What a name stands for inside a function. */
export interface Binding {
  /** Its variable, unique in the function. */
  readonly variable: string;
  readonly kind: Kind;
  readonly mutable: boolean;
  /** Variable that says whether it has a value yet; null when it always has. */
  readonly setFlag: string | null;
}

/** One block. A name that is declared further down hides outer ones and cannot be read yet. */
export interface Scope {
  readonly parent: Scope | null;
  /** Null: declared, and not reached yet. */
  readonly names: Map<string, Binding | null>;
}

/** Undefined when no block declares the name. */
export function lookUp(scope: Scope | null, name: string): Binding | null | undefined {
  for (let block = scope; block !== null; block = block.parent)
    if (block.names.has(name)) return block.names.get(name)!;
  return undefined;
}
