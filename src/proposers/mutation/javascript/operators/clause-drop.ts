import { expressionAt, replaceWith } from '../expression-edit.ts';
import type { Operator } from '../operator.ts';

/** One clause less in a condition. */
export const clauseDrop: Operator = {
  id: 'clause-drop',
  weight: 0.5,
  sites: (parsed) =>
    parsed.places.filter(({ node }) => node.type === 'LogicalExpression' && node.operator !== '??'),
  apply: (parsed, site, random) => [
    replaceWith(parsed, site, expressionAt(parsed, random.pick(site.children))),
  ],
};
