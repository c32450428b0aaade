import { expressionAt, replaceWith } from '../expression-edit.ts';
import { not } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import type { Place } from '../syntax-tree.ts';

/**
 * The opposite of a condition or of `true` and `false`, whatever is known of their types. For untyped code; not among
 * the default operators.
 */
export const conditionNegate: Operator = {
  id: 'condition-negate',
  weight: 1,
  sites: (parsed) => parsed.places.filter((place) => isCondition(place) || isTruth(place)),
  apply: (parsed, site) => {
    const { node } = site;
    if (node.type === 'Literal' && typeof node.value === 'boolean')
      return [{ start: node.start, end: node.end, text: String(!node.value) }];
    if (node.type === 'UnaryExpression')
      return [replaceWith(parsed, site, expressionAt(parsed, site.children[0]!))];
    return [replaceWith(parsed, site, not(expressionAt(parsed, site)))];
  },
};

function isTruth({ node }: Place): boolean {
  return node.type === 'Literal' && typeof node.value === 'boolean';
}

/** What decides: a test, an operand of `&&` and `||`, and any `!`. */
function isCondition({ node, key, parent }: Place): boolean {
  if (node.type === 'UnaryExpression' && node.operator === '!') return true;
  return (key === 'test' && parent?.node.type !== 'SwitchCase') || parent?.node.type === 'LogicalExpression';
}
