import { expressionAt, replaceWith } from '../expression-edit.ts';
import { isValue } from '../value-position.ts';
import type { Operator } from '../operator.ts';
import { contains } from '../statements.ts';
import type { Place } from '../syntax-tree.ts';
import type { Parsed } from '../parser.ts';
import { functionAround } from '../syntax-tree.ts';
import { namesReach } from '../vocabulary.ts';

/** Longer ones are seldom what is missing elsewhere. */
const LONGEST = 120;

/**
 * An expression of the same file in place of another, whatever their types: code to mend a program is mostly in it
 * already (the plastic surgery hypothesis: Barr et al., FSE 2014). For untyped code; not among the default operators.
 */
export const expressionBorrow: Operator = {
  id: 'expression-borrow',
  weight: 1,
  sites: (parsed) => parsed.places.filter(isExpression),
  apply: (parsed, site, random) => {
    const around = random.chance(0.5) ? functionAround(site) : null;
    const alike = random.chance(0.5);
    const donors = parsed.places.filter(
      (place) =>
        isExpression(place) &&
        place.end - place.start <= LONGEST &&
        (around === null || functionAround(place) === around) &&
        (!alike || kindOf(place) === kindOf(site)) &&
        textOf(parsed, place) !== textOf(parsed, site),
    );
    if (donors.length === 0) return null;
    const donor = random.pick(donors);
    if (contains(donor, site) || !namesReach(parsed, donor, parsed, site)) return null;
    return [replaceWith(parsed, site, expressionAt(parsed, donor))];
  },
};

function isExpression(place: Place): boolean {
  return isValue(place) && EXPRESSIONS.has(place.node.type);
}

const EXPRESSIONS = new Set([
  'Identifier',
  'Literal',
  'MemberExpression',
  'CallExpression',
  'UnaryExpression',
  'BinaryExpression',
  'LogicalExpression',
  'ConditionalExpression',
  'ArrayExpression',
  'ObjectExpression',
]);

/** What one would look for in a replacement: a text for a text, a condition for a condition. */
function kindOf({ node, key }: Place): string {
  if (node.type === 'Literal') return 'regex' in node ? 'regex' : typeof node.value;
  return key === 'test' ? 'test' : node.type;
}

function textOf(parsed: Parsed, place: Place): string {
  return parsed.text.slice(place.node.start, place.node.end);
}
