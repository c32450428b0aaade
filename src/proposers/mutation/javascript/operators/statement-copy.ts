import { textOf } from '../parser.ts';
import type { Operator } from '../operator.ts';
import { contains, indentOf, statementPlaces } from '../statements.ts';
import { namesReach } from '../vocabulary.ts';

/** A copy of a statement, of this file or of the mate's, before another one. */
export const statementCopy: Operator = {
  id: 'statement-copy',
  weight: 0.5,
  sites: statementPlaces,
  apply: (parsed, site, random, mate) => {
    const donor = mate !== null && random.chance(0.5) ? mate : parsed;
    const copied = statementPlaces(donor).filter((place) => place.node.type !== 'ReturnStatement');
    if (copied.length === 0) return null;
    const copy = random.pick(copied);
    if (contains(copy, site) || !namesReach(donor, copy, parsed, site)) return null;
    return [
      { start: site.start, end: site.start, text: `${textOf(donor, copy)}\n${indentOf(parsed, site)}` },
    ];
  },
};
