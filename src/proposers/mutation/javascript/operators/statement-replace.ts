import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';
import { contains, statementPlaces } from '../statements.ts';
import { namesReach } from '../vocabulary.ts';

/** A copy of a statement, of this file or of the mate's, in place of another one. */
export const statementReplace: Operator = {
  id: 'statement-replace',
  weight: 0.5,
  sites: statementPlaces,
  apply: (parsed, site, random, mate) => {
    const donor = mate !== null && random.chance(0.5) ? mate : parsed;
    const others = statementPlaces(donor).filter(
      (place) => place.node.type === site.node.type || random.chance(0.5),
    );
    if (others.length === 0) return null;
    const copy = random.pick(others);
    if (contains(copy, site) || !namesReach(donor, copy, parsed, site)) return null;
    return [{ start: site.start, end: site.end, text: textOf(donor, copy) }];
  },
};
