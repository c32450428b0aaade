import { randomExpression } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { indentOf, isFinalReturn, statementPlaces } from '../statements.ts';
import { functionAround } from '../syntax-tree.ts';
import { returnType } from '../value-type.ts';
import { vocabularyAt } from '../vocabulary.ts';

/** A statement runs only under a condition, or the function answers early under one. */
export const guardAdd: Operator = {
  id: 'guard-add',
  weight: 0.7,
  sites: (parsed) => statementPlaces(parsed).filter((place) => functionAround(place) !== null),
  apply: (parsed, site, random) => {
    const vocabulary = vocabularyAt(parsed, site);
    const condition = randomExpression('boolean', vocabulary, 1, random).text;
    const type = returnType(parsed.bindings, functionAround(site)!);
    const early = type === 'number' || type === 'boolean' ? type : null;
    if (early !== null && (isFinalReturn(site) || random.chance(0.5))) {
      const answer = randomExpression(early, vocabulary, random.below(3), random).text;
      const guard = `if (${condition}) return ${answer};\n${indentOf(parsed, site)}`;
      return [{ start: site.start, end: site.start, text: guard }];
    }
    if (isFinalReturn(site)) return null;
    const needsBlock = site.node.type === 'IfStatement';
    const opening = {
      start: site.start,
      end: site.start,
      text: `if (${condition}) ${needsBlock ? '{ ' : ''}`,
    };
    return needsBlock ? [opening, { start: site.end, end: site.end, text: ' }' }] : [opening];
  },
};
