import type { Random } from '../../../../kernel/random.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import {
  call,
  combine,
  randomCondition,
  randomNumber,
  type Expression,
  type Vocabulary,
} from '../grammar.ts';
import type { Operator } from '../operator.ts';
import { textOf, type Parsed } from '../parser.ts';
import { contains, functionAround, within, type Place } from '../syntax-tree.ts';
import { isValue } from '../value-position.ts';
import { namesReach, plainKindAt, plainPlaces, vocabularyAt } from '../vocabulary.ts';

/** Longer ones are seldom what is missing elsewhere. */
const LONGEST = 120;

/** A fresh random expression in place of one of its kind. */
export const expressionReplace: Operator = {
  id: 'expression-replace',
  weight: 2,
  sites: plainPlaces,
  apply: (parsed, site, random) => {
    const draw = plainKindAt(parsed, site) === 'number' ? randomNumber : randomCondition;
    return [replaceWith(parsed, site, draw(vocabularyAt(parsed, site), random.below(4), random))];
  },
};

/** An expression becomes an operand of a larger one of its kind. */
export const expressionWrap: Operator = {
  id: 'expression-wrap',
  weight: 1.5,
  sites: plainPlaces,
  apply: (parsed, site, random) => {
    const wrap = plainKindAt(parsed, site) === 'number' ? wrapNumber : wrapTruth;
    return [replaceWith(parsed, site, wrap(expressionAt(parsed, site), vocabularyAt(parsed, site), random))];
  },
};

/** An expression becomes a part of itself of the same kind. */
export const expressionShrink: Operator = {
  id: 'expression-shrink',
  weight: 1.5,
  sites: (parsed) => plainPlaces(parsed).filter((place) => parts(parsed, place).length > 0),
  apply: (parsed, site, random) => [
    replaceWith(parsed, site, expressionAt(parsed, random.pick(parts(parsed, site)))),
  ],
};

/**
 * An expression of the same file in place of another, whatever their kinds: code to mend a program is mostly in it
 * already (the plastic surgery hypothesis: Barr et al., FSE 2014).
 */
export const expressionBorrow: Operator = {
  id: 'expression-borrow',
  weight: 1,
  sites: (parsed) => parsed.places.filter(isValue),
  apply: (parsed, site, random) => {
    const around = random.chance(0.5) ? functionAround(site) : null;
    const alike = random.chance(0.5);
    const donors = parsed.places.filter(
      (place) =>
        isValue(place) &&
        place.to - place.from <= LONGEST &&
        (around === null || functionAround(place) === around) &&
        (!alike || place.name === site.name) &&
        textOf(parsed, place) !== textOf(parsed, site),
    );
    if (donors.length === 0) return null;
    const donor = random.pick(donors);
    if (contains(donor, site) || !namesReach(parsed, donor, parsed, site)) return null;
    return [replaceWith(parsed, site, expressionAt(parsed, donor))];
  },
};

function wrapNumber(own: Expression, vocabulary: Vocabulary, random: Random): Expression {
  const other = randomNumber(vocabulary, random.below(3), random);
  const [left, right] = random.chance(0.5) ? [own, other] : [other, own];
  const draw = random.next();
  if (draw < 0.7) return combine(random.pick(['+', '-', '*', '/']), left, right);
  if (draw < 0.8) return combine('**', own, other);
  if (draw < 0.95) return call(random.pick(['min', 'max']), [left, right]);
  return call('abs', [own]);
}

function wrapTruth(own: Expression, vocabulary: Vocabulary, random: Random): Expression {
  return combine(random.pick(['and', 'or']), own, randomCondition(vocabulary, 1, random));
}

function parts(parsed: Parsed, place: Place): readonly Place[] {
  const kind = plainKindAt(parsed, place);
  return [...within(place)]
    .slice(1)
    .filter((part) => plainKindAt(parsed, part) === kind && namesReach(parsed, part, parsed, place));
}
