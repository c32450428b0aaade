import type { Integer, Integers } from './integers.ts';
import type { Term, Terms } from './terms.ts';

export type SymbolicValue =
  | { readonly kind: 'boolean'; readonly term: Term }
  | {
      readonly kind: 'integer';
      readonly integer: Integer;
      /** The value is JavaScript's -0. */
      readonly negativeZero: Term;
    }
  | { readonly kind: 'real'; readonly term: Term };

/** One point in a function on all the paths that reach it. */
export interface State {
  /** The condition on the inputs under which control is here. */
  readonly active: Term;
  readonly variables: ReadonlyMap<string, SymbolicValue>;
}

/** @throws TypeError when the kinds differ: front ends give a variable one kind */
export function chooseValue(
  terms: Terms,
  integers: Integers,
  condition: Term,
  whenTrue: SymbolicValue,
  whenFalse: SymbolicValue,
): SymbolicValue {
  if (whenTrue.kind !== 'integer' && whenTrue.kind === whenFalse.kind)
    return { kind: whenTrue.kind, term: terms.choose(condition, whenTrue.term, whenFalse.term) };
  if (whenTrue.kind === 'integer' && whenFalse.kind === 'integer')
    return {
      kind: 'integer',
      integer: integers.choose(condition, whenTrue.integer, whenFalse.integer),
      negativeZero: terms.choose(condition, whenTrue.negativeZero, whenFalse.negativeZero),
    };
  throw new TypeError('a number and a boolean meet in one variable');
}

/**
 * Joins paths that meet. Variables that one of them lacks are out of scope behind the join.
 *
 * @param first what tells the first state from the second, when it is simpler than the first state's own condition
 */
export function mergeStates(terms: Terms, integers: Integers, states: readonly State[], first?: Term): State {
  const reached = states.filter(({ active }) => active !== terms.no);
  if (reached.length === 0) return states.at(-1)!;
  return reached.reduceRight((rest, state) => {
    const condition = reached.length === 2 && states.length === 2 ? (first ?? state.active) : state.active;
    const variables = new Map<string, SymbolicValue>();
    for (const [name, value] of state.variables) {
      const other = rest.variables.get(name);
      if (other !== undefined) variables.set(name, chooseValue(terms, integers, condition, value, other));
    }
    return { active: terms.or(state.active, rest.active), variables };
  });
}
