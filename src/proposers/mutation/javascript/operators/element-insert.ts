import { rowPlaces } from '../lists.ts';
import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';

/** A copy of an element of the same list, elsewhere in it; or an element moved there. */
export const elementInsert: Operator = {
  id: 'element-insert',
  weight: 1,
  sites: rowPlaces,
  apply: (parsed, site, random) => {
    const others = site.parent!.children.filter((place) => place !== site && place.index !== site.index - 1);
    if (others.length === 0) return null;
    const source = random.pick(others);
    const insertion = { start: site.start, end: site.start, text: `${textOf(parsed, source)}, ` };
    if (random.chance(0.25)) return [insertion];
    const previous = site.parent!.children[source.index - 1];
    const next = site.parent!.children[source.index + 1];
    const removal = next
      ? { start: source.start, end: next.start, text: '' }
      : { start: previous!.end, end: source.end, text: '' };
    return [insertion, removal];
  },
};
