import { expressionAt, replaceWith } from '../expression-edit.ts';
import { negative, not } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { plainPlaces, plainTypeAt } from '../vocabulary.ts';

/** The opposite of a number or a condition; a sign that is there is dropped. */
export const negate: Operator = {
  id: 'negate',
  weight: 0.5,
  sites: plainPlaces,
  apply: (parsed, site, _random) => {
    const { node } = site;
    if (node.type === 'UnaryExpression' && (node.operator === '-' || node.operator === '!')) {
      return [replaceWith(parsed, site, expressionAt(parsed, site.children[0]!))];
    }
    const own = expressionAt(parsed, site);
    return [replaceWith(parsed, site, plainTypeAt(parsed, site) === 'number' ? negative(own) : not(own))];
  },
};
