import type { Expression } from '../program.ts';
import { compare, not } from '../build-expression.ts';
import type { Conversions } from './conversions.ts';
import type { Located, Refuse, Translated } from './translated.ts';

/** What JavaScript's operators mean for one kind of numbers. */
export interface Operators {
  /** @param text as it is written */
  readonly literal: (value: number, text: string, node: Located) => Translated;
  readonly unary: (operator: string, operand: Translated, node: Located) => Translated;
  /** Also what a compound assignment does. */
  readonly binary: (operator: string, left: Translated, right: Translated, node: Located) => Translated;
  /** A function of `Math`; null for others and for a wrong number of arguments. */
  readonly math: (name: string, given: readonly Translated[], node: Located) => Expression | null;
}

/** Comparisons are the same for all numbers that are. Null for any other operator. */
export function comparison(
  operator: string,
  [left, right]: readonly [Translated, Translated],
  node: Located,
  { numeric, refuse }: Conversions & { readonly refuse: Refuse },
): Translated | null {
  const ordered = (order: '<' | '<=', smaller: Translated, greater: Translated): Translated => ({
    kind: 'boolean',
    expression: compare(order, numeric(smaller, node), numeric(greater, node)),
  });
  const equal = (): Expression => {
    if (left.kind === 'boolean' && right.kind === 'boolean')
      return { kind: 'same-boolean', left: left.expression, right: right.expression };
    if (left.kind === 'boolean' || right.kind === 'boolean')
      return refuse('a number compared with a boolean', node);
    return compare('===', numeric(left, node), numeric(right, node));
  };
  switch (operator) {
    case '===':
    case '==':
      return { kind: 'boolean', expression: equal() };
    case '!==':
    case '!=':
      return { kind: 'boolean', expression: not(equal()) };
    case '<':
    case '<=':
      return ordered(operator, left, right);
    case '>':
      return ordered('<', right, left);
    case '>=':
      return ordered('<=', right, left);
    default:
      return null;
  }
}
