import { expressionAt, replaceWith } from '../expression-edit.ts';
import type { Operator } from '../operator.ts';
import type { Parsed } from '../parser.ts';
import { within, type Place } from '../syntax-tree.ts';
import { namesReach, plainPlaces, plainTypeAt } from '../vocabulary.ts';

/** An expression gives way to one of its own parts of the same type. */
export const expressionShrink: Operator = {
  id: 'expression-shrink',
  weight: 1.5,
  sites: (parsed) => plainPlaces(parsed).filter((place) => parts(parsed, place).length > 0),
  apply: (parsed, site, random) => [
    replaceWith(parsed, site, expressionAt(parsed, random.pick(parts(parsed, site)))),
  ],
};

function parts(parsed: Parsed, place: Place): readonly Place[] {
  const type = plainTypeAt(parsed, place);
  return [...within(place)]
    .slice(1)
    .filter((part) => plainTypeAt(parsed, part) === type && namesReach(parsed, part, parsed, place));
}
