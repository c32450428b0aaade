import type { Random } from '../../../../kernel/random.ts';
import type { Edit } from '../../edit.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import type { Operator } from '../operator.ts';
import { bareTextOf, type Parsed } from '../parser.ts';
import { childAt, isFunction, type Place } from '../syntax-tree.ts';
import { namesReach, plainPlaces, plainTypeAt } from '../vocabulary.ts';

/** A part of the mate: the body of a function of the same name, the tail of a list of the same name, or an expression. */
export const crossover: Operator = {
  id: 'crossover',
  weight: 2,
  sites: (parsed) => {
    const lists = parsed.places.filter(
      (place) => place.node.type === 'ArrayExpression' && nameOf(place) !== null,
    );
    return [
      ...plainPlaces(parsed),
      ...parsed.places.filter((place) => isFunction(place) && nameOf(place) !== null),
      ...lists,
    ];
  },
  apply: (parsed, site, random, mate) => {
    if (mate === null) return null;
    if (isFunction(site)) return takeBody(site, mate);
    if (site.node.type === 'ArrayExpression') return takeTail(parsed, site, mate, random);
    return takeExpression(parsed, site, mate, random);
  },
};

function takeExpression(parsed: Parsed, site: Place, mate: Parsed, random: Random): readonly Edit[] | null {
  const type = plainTypeAt(parsed, site);
  const donors = plainPlaces(mate).filter((place) => plainTypeAt(mate, place) === type);
  if (donors.length === 0) return null;
  const donor = random.pick(donors);
  return namesReach(mate, donor, parsed, site)
    ? [replaceWith(parsed, site, expressionAt(mate, donor))]
    : null;
}

function takeBody(site: Place, mate: Parsed): readonly Edit[] | null {
  const twin = twinOf(site, mate);
  const [own, other] = [childAt(site, 'body'), twin && childAt(twin, 'body')];
  if (!own || !other || own.node.type !== other.node.type) return null;
  return [{ start: own.start, end: own.end, text: mate.text.slice(other.start, other.end) }];
}

/** One-point crossover: the first elements of the one list, the last of the other. */
function takeTail(parsed: Parsed, site: Place, mate: Parsed, random: Random): readonly Edit[] | null {
  const twin = twinOf(site, mate);
  if (!twin) return null;
  const share = random.next();
  const head = site.children.slice(0, Math.round(share * site.children.length));
  const tail = twin.children.slice(Math.round(share * twin.children.length));
  const texts = [
    ...head.map((place) => bareTextOf(parsed, place)),
    ...tail.map((place) => bareTextOf(mate, place)),
  ];
  return [{ start: site.node.start, end: site.node.end, text: `[${texts.join(', ')}]` }];
}

function twinOf(site: Place, mate: Parsed): Place | undefined {
  return mate.places.find((place) => place.node.type === site.node.type && nameOf(place) === nameOf(site));
}

/** The name a function or list is declared under. */
function nameOf(place: Place): string | null {
  const { node, parent } = place;
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? null;
  if (parent?.node.type === 'VariableDeclarator' && place.key === 'init')
    return parent.node.id.type === 'Identifier' ? parent.node.id.name : null;
  return null;
}
