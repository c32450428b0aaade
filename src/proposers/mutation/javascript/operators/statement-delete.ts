import type { Operator } from '../operator.ts';
import { indentOf, isFinalReturn, statementPlaces } from '../statements.ts';

/** One statement less; the `return` that ends a function stays. */
export const statementDelete: Operator = {
  id: 'statement-delete',
  weight: 0.7,
  sites: (parsed) => statementPlaces(parsed).filter((place) => !isFinalReturn(place)),
  apply: (parsed, site) => {
    const lineStart = site.start - indentOf(parsed, site).length;
    const isOwnLine = parsed.text[lineStart - 1] === '\n' && (parsed.text[site.end] ?? '\n') === '\n';
    return [{ start: isOwnLine ? lineStart - 1 : site.start, end: site.end, text: '' }];
  },
};
