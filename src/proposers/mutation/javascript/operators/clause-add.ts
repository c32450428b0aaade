import { expressionAt, replaceWith } from '../expression-edit.ts';
import { combine, randomExpression } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { plainTypeAt, vocabularyAt } from '../vocabulary.ts';

/** One more clause in a condition that decides what runs. */
export const clauseAdd: Operator = {
  id: 'clause-add',
  weight: 0.5,
  sites: (parsed) =>
    parsed.places.filter((place) => place.key === 'test' && plainTypeAt(parsed, place) === 'boolean'),
  apply: (parsed, site, random) => {
    const clause = randomExpression('boolean', vocabularyAt(parsed, site), 1, random);
    return [
      replaceWith(parsed, site, combine(random.pick(['&&', '||']), expressionAt(parsed, site), clause)),
    ];
  },
};
