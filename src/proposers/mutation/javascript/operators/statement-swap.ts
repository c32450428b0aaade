import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';
import { statementPlaces } from '../statements.ts';

/** Two statements of one list change places. */
export const statementSwap: Operator = {
  id: 'statement-swap',
  weight: 0.5,
  sites: (parsed) => {
    const places = statementPlaces(parsed);
    return places.filter((place) => places.some((other) => other !== place && other.parent === place.parent));
  },
  apply: (parsed, site, random) => {
    const others = statementPlaces(parsed).filter((place) => place !== site && place.parent === site.parent);
    const other = random.pick(others);
    return [
      { start: site.start, end: site.end, text: textOf(parsed, other) },
      { start: other.start, end: other.end, text: textOf(parsed, site) },
    ];
  },
};
