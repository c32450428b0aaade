import { rowPlaces } from '../lists.ts';
import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';

/** Two elements of one list change places, neighbours half of the time. */
export const elementSwap: Operator = {
  id: 'element-swap',
  weight: 1,
  sites: rowPlaces,
  apply: (parsed, site, random) => {
    const { children } = site.parent!;
    const neighbours = children.filter((other) => Math.abs(other.index - site.index) === 1);
    const other = random.pick(random.chance(0.5) ? neighbours : children.filter((place) => place !== site));
    return [
      { start: site.start, end: site.end, text: textOf(parsed, other) },
      { start: other.start, end: other.end, text: textOf(parsed, site) },
    ];
  },
};
