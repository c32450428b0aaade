import { constantAt } from '../constants.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import { negative, not } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { textOf } from '../parser.ts';
import type { Place } from '../syntax-tree.ts';
import { isValue } from '../value-position.ts';
import { plainKindAt, plainPlaces } from '../vocabulary.ts';

/** The opposite of a number or a condition; a sign that is there is dropped. */
export const negate: Operator = {
  id: 'negate',
  weight: 0.5,
  sites: plainPlaces,
  apply: (parsed, site) => {
    const [sign, operand] = site.children;
    const isOpposite =
      site.name === 'UnaryExpression' && (sign!.name === 'not' || textOf(parsed, sign!) === '-');
    if (isOpposite) return [replaceWith(parsed, site, expressionAt(parsed, operand!))];
    // The digits of `-1` are no number of their own.
    if (site.parent !== null && constantAt(parsed.text, site.parent) !== null) return null;
    const own = expressionAt(parsed, site);
    return [replaceWith(parsed, site, plainKindAt(parsed, site) === 'number' ? negative(own) : not(own))];
  },
};

/** The opposite of a condition or of `True` and `False`, whatever is known of their kinds. */
export const conditionNegate: Operator = {
  id: 'condition-negate',
  weight: 1,
  sites: (parsed) => parsed.places.filter((place) => isValue(place) && isCondition(place)),
  apply: (parsed, site) => {
    if (site.name === 'Boolean')
      return [{ start: site.from, end: site.to, text: textOf(parsed, site) === 'True' ? 'False' : 'True' }];
    const own = expressionAt(parsed, site.name === 'UnaryExpression' ? site.children[1]! : site);
    return [replaceWith(parsed, site, site.name === 'UnaryExpression' ? own : not(own))];
  },
};

/** What decides: a test, an operand of `and` and `or`, any `not`, and the constants. */
function isCondition(place: Place): boolean {
  const { name, parent, index, children } = place;
  if (name === 'Boolean' || (name === 'UnaryExpression' && children[0]!.name === 'not')) return true;
  switch (parent!.name) {
    case 'IfStatement':
    case 'WhileStatement':
      return true;
    case 'ConditionalExpression':
      return index === 2;
    case 'BinaryExpression':
      return parent!.children.some((part) => part.name === 'and' || part.name === 'or');
    default:
      return parent!.children[index - 1]?.name === 'if';
  }
}
