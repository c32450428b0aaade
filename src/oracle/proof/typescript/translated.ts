import type { Expression, Kind } from '../program.ts';

/** A translated expression. A quotient may have a fraction and must be rounded at once. */
export type Translated =
  | { readonly kind: Kind; readonly expression: Expression }
  | { readonly kind: 'quotient'; readonly left: Expression; readonly right: Expression };

/** Where in the text something stands. */
export interface Located {
  readonly start: number;
}

export type Refuse = (what: string, node: Located) => never;

export function number(expression: Expression): Translated {
  return { kind: 'number', expression };
}
