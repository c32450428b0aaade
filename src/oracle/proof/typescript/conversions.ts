import { numberOf, truth } from '../build-expression.ts';
import type { Expression, Kind } from '../program.ts';
import type { Located, Refuse, Translated } from './translated.ts';

export type Conversions = ReturnType<typeof createConversions>;

/** JavaScript's conversions between numbers and booleans (ECMA-262, 7.1). */
export function createConversions(refuse: Refuse) {
  function plain(value: Translated, node: Located): Translated & { readonly kind: Kind } {
    if (value.kind !== 'quotient') return value;
    return refuse('a quotient that is not made an integer at once, as by `| 0` or Math.trunc', node);
  }

  /** ToNumber. */
  function numeric(value: Translated, node: Located): Expression {
    const { kind, expression } = plain(value, node);
    return kind === 'boolean' ? numberOf(expression) : expression;
  }

  /** ToBoolean. A quotient that underflows to zero does not occur among integers. */
  function truthOf(value: Translated, node: Located): Expression {
    const { kind, expression } = plain(value, node);
    return kind === 'boolean' ? expression : truth(expression);
  }

  return { plain, numeric, truthOf };
}
