import { replaceWith } from '../expression-edit.ts';
import { randomExpression } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { plainPlaces, plainTypeAt, vocabularyAt } from '../vocabulary.ts';

/** A fresh random expression in place of one of its type. */
export const expressionReplace: Operator = {
  id: 'expression-replace',
  weight: 2,
  sites: plainPlaces,
  apply: (parsed, site, random) => {
    const fresh = randomExpression(
      plainTypeAt(parsed, site)!,
      vocabularyAt(parsed, site),
      random.below(4),
      random,
    );
    return [replaceWith(parsed, site, fresh)];
  },
};
