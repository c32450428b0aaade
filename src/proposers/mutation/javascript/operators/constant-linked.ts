import { coarseChange, fineChange } from '../../number-change.ts';
import { constantAt, constantExpression } from '../constants.ts';
import { replaceWith } from '../expression-edit.ts';
import { constantsInCode } from '../lists.ts';
import type { Operator } from '../operator.ts';

/** One value changed at every site that holds it, as a size that several lines repeat. */
export const constantLinked: Operator = {
  id: 'constant-linked',
  weight: 0.5,
  sites: (parsed) => {
    const places = constantsInCode(parsed);
    return places.filter((place) =>
      places.some((other) => other !== place && constantAt(other) === constantAt(place)),
    );
  },
  apply: (parsed, site, random) => {
    const value = constantAt(site)!;
    const text = random.chance(0.5) ? coarseChange(value, random) : fineChange(value, random);
    const same = constantsInCode(parsed).filter((place) => constantAt(place) === value);
    return same.map((place) => replaceWith(parsed, place, constantExpression(text)));
  },
};
