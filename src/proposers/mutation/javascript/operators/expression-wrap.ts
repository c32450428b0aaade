import type { Random } from '../../../../kernel/random.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import {
  call,
  choose,
  combine,
  not,
  randomExpression,
  type Expression,
  type Vocabulary,
} from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { plainPlaces, plainTypeAt, vocabularyAt } from '../vocabulary.ts';

/** An expression becomes an operand of a larger one of its type. */
export const expressionWrap: Operator = {
  id: 'expression-wrap',
  weight: 1.5,
  sites: plainPlaces,
  apply: (parsed, site, random) => {
    const wrap = plainTypeAt(parsed, site) === 'number' ? wrapNumber : wrapBoolean;
    return [replaceWith(parsed, site, wrap(expressionAt(parsed, site), vocabularyAt(parsed, site), random))];
  },
};

function wrapNumber(own: Expression, vocabulary: Vocabulary, random: Random): Expression {
  const other = randomExpression('number', vocabulary, random.below(3), random);
  const [left, right] = random.chance(0.5) ? [own, other] : [other, own];
  const draw = random.next();
  if (draw < 0.5) return combine(random.pick(['+', '-', '*', '/'] as const), left, right);
  if (draw < 0.6) return call(random.pick(['min', 'max']), [left, right]);
  if (draw < 0.7) return call(random.pick(['abs', 'sqrt', 'exp', 'log', 'floor', 'round']), [own]);
  return choose(randomExpression('boolean', vocabulary, 1, random), left, right);
}

function wrapBoolean(own: Expression, vocabulary: Vocabulary, random: Random): Expression {
  if (random.chance(0.1)) return not(own);
  return combine(random.pick(['&&', '||']), own, randomExpression('boolean', vocabulary, 1, random));
}
