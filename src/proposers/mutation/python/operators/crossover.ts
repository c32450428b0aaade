import type { Random } from '../../../../kernel/random.ts';
import type { Edit } from '../../edit.ts';
import { elementsOf, isPlainList } from '../constants.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import type { Operator } from '../operator.ts';
import { textOf, type Parsed } from '../parser.ts';
import { beginsLine, bodyText, indentOf, statementsOf } from '../statements.ts';
import { childrenNamed, type Place } from '../syntax-tree.ts';
import { namesReach, plainKindAt, plainPlaces } from '../vocabulary.ts';

/** A part of the mate: the body of a function of the same name, the tail of a list of the same name, or an expression. */
export const crossover: Operator = {
  id: 'crossover',
  weight: 2,
  sites: (parsed) => [
    ...plainPlaces(parsed),
    ...parsed.places.filter((place) => nameOf(parsed, place) !== null),
  ],
  apply: (parsed, site, random, mate) => {
    if (mate === null) return null;
    if (site.name === 'FunctionDefinition') return takeBody(parsed, site, mate);
    if (site.name === 'ArrayExpression') return takeTail(parsed, site, mate, random);
    return takeExpression(parsed, site, mate, random);
  },
};

function takeExpression(parsed: Parsed, site: Place, mate: Parsed, random: Random): readonly Edit[] | null {
  const kind = plainKindAt(parsed, site);
  const donors = plainPlaces(mate).filter((place) => plainKindAt(mate, place) === kind);
  if (donors.length === 0) return null;
  const donor = random.pick(donors);
  return namesReach(mate, donor, parsed, site)
    ? [replaceWith(parsed, site, expressionAt(mate, donor))]
    : null;
}

function takeBody(parsed: Parsed, site: Place, mate: Parsed): readonly Edit[] | null {
  const twin = twinOf(parsed, site, mate);
  if (!twin) return null;
  const [own, other] = [childrenNamed(site, 'Body')[0]!, childrenNamed(twin, 'Body')[0]!];
  const [first, last] = [statementsOf(own)[0]!, statementsOf(own).at(-1)!];
  const onLines = beginsLine(parsed, first) && beginsLine(mate, statementsOf(other)[0]!);
  const text = onLines ? bodyText(mate, other, indentOf(parsed, first)) : textOf(mate, other);
  return onLines
    ? [{ start: first.from, end: last.to, text }]
    : indentOf(parsed, site) === indentOf(mate, twin)
      ? [{ start: own.from, end: own.to, text }]
      : null;
}

/** One-point crossover: the first elements of the one list, the last of the other. */
function takeTail(parsed: Parsed, site: Place, mate: Parsed, random: Random): readonly Edit[] | null {
  const twin = twinOf(parsed, site, mate);
  if (!twin || !isPlainList(site) || !isPlainList(twin)) return null;
  const [own, other] = [elementsOf(site), elementsOf(twin)];
  const share = random.next();
  const texts = [
    ...own.slice(0, Math.round(share * own.length)).map((place) => parsed.text.slice(place.start, place.end)),
    ...other.slice(Math.round(share * other.length)).map((place) => mate.text.slice(place.start, place.end)),
  ];
  return [{ start: site.from, end: site.to, text: `[${texts.join(', ')}]` }];
}

function twinOf(parsed: Parsed, site: Place, mate: Parsed): Place | undefined {
  const name = nameOf(parsed, site);
  return mate.places.find((place) => place.name === site.name && nameOf(mate, place) === name);
}

/** The name under which a function or list is declared, with those of the classes and functions around it. */
function nameOf(parsed: Parsed, place: Place): string | null {
  const own = declaredName(parsed, place);
  if (own === null) return null;
  const path = [own];
  for (let outer = place.parent; outer; outer = outer.parent)
    if (outer.name.endsWith('Definition'))
      path.unshift(textOf(parsed, childrenNamed(outer, 'VariableName')[0]!));
  return path.join('.');
}

function declaredName(parsed: Parsed, place: Place): string | null {
  const { parent } = place;
  if (place.name === 'FunctionDefinition') return textOf(parsed, childrenNamed(place, 'VariableName')[0]!);
  const isAssigned =
    place.name === 'ArrayExpression' &&
    parent?.name === 'AssignStatement' &&
    parent.children[place.index - 1]?.name === 'AssignOp' &&
    parent.children[0]!.name === 'VariableName';
  return isAssigned ? textOf(parsed, parent.children[0]!) : null;
}
