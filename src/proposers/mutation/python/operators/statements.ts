import type { Random } from '../../../../kernel/random.ts';
import type { Operator } from '../operator.ts';
import { textOf, type Parsed } from '../parser.ts';
import {
  beginsLine,
  indentedText,
  indentOf,
  isFinalReturn,
  isOneLine,
  mayStandAt,
  statementPlaces,
  statementsOf,
} from '../statements.ts';
import { contains, type Place } from '../syntax-tree.ts';
import { namesReach } from '../vocabulary.ts';

/** One statement less; the last one of a block becomes `pass`, and the `return` that ends a function stays. */
export const statementDelete: Operator = {
  id: 'statement-delete',
  weight: 0.7,
  sites: (parsed) => statementPlaces(parsed).filter((place) => !isFinalReturn(place)),
  apply: (parsed, site) => {
    const isAlone = site.parent!.name === 'Body' && statementsOf(site.parent!).length === 1;
    if (isAlone || !beginsLine(parsed, site)) return [{ start: site.from, end: site.to, text: 'pass' }];
    const rest = /^[ \t]*\n/.exec(parsed.text.slice(site.to))?.[0].length;
    // A comment behind it stays, and keeps the line.
    if (rest === undefined) return [{ start: site.from, end: site.to, text: '' }];
    return [{ start: site.from - indentOf(parsed, site).length, end: site.to + rest, text: '' }];
  },
};

/** Two statements of one block change places. */
export const statementSwap: Operator = {
  id: 'statement-swap',
  weight: 0.5,
  sites: (parsed) => {
    const places = linePlaces(parsed);
    return places.filter((place) => places.some((other) => other !== place && other.parent === place.parent));
  },
  apply: (parsed, site, random) => {
    const others = linePlaces(parsed).filter((place) => place !== site && place.parent === site.parent);
    const other = random.pick(others);
    return [
      { start: site.from, end: site.to, text: textOf(parsed, other) },
      { start: other.from, end: other.to, text: textOf(parsed, site) },
    ];
  },
};

/** A copy of a statement, of this file or of the mate's, before another one. */
export const statementCopy: Operator = {
  id: 'statement-copy',
  weight: 0.5,
  sites: linePlaces,
  apply: (parsed, site, random, mate) => {
    const donor = mate !== null && random.chance(0.5) ? mate : parsed;
    const copied = statementPlaces(donor).filter((place) => place.name !== 'ReturnStatement');
    const text = copyFor(parsed, site, donor, copied, random);
    if (text === null) return null;
    return [{ start: site.from, end: site.from, text: `${text}\n${indentOf(parsed, site)}` }];
  },
};

/** A copy of a statement, of this file or of the mate's, in place of another one. */
export const statementReplace: Operator = {
  id: 'statement-replace',
  weight: 0.5,
  sites: statementPlaces,
  apply: (parsed, site, random, mate) => {
    const donor = mate !== null && random.chance(0.5) ? mate : parsed;
    const others = statementPlaces(donor).filter((place) => place.name === site.name || random.chance(0.5));
    const text = copyFor(parsed, site, donor, others, random);
    return text === null ? null : [{ start: site.from, end: site.to, text }];
  },
};

function linePlaces(parsed: Parsed): readonly Place[] {
  return statementPlaces(parsed).filter((place) => beginsLine(parsed, place));
}

/** One of the statements as it would be written at the site; null when it cannot stand there. */
function copyFor(
  parsed: Parsed,
  site: Place,
  donor: Parsed,
  among: readonly Place[],
  random: Random,
): string | null {
  if (among.length === 0) return null;
  const copy = random.pick(among);
  const fits = beginsLine(donor, copy) && (beginsLine(parsed, site) || isOneLine(donor, copy));
  if (!fits || contains(copy, site) || !mayStandAt(copy, site)) return null;
  return namesReach(donor, copy, parsed, site) ? indentedText(donor, copy, indentOf(parsed, site)) : null;
}
