import type { Edit } from '../../edit.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import { combine } from '../grammar.ts';
import { kindOf, operatorOf, operatorPlaces } from '../kind.ts';
import type { Operator } from '../operator.ts';
import { textOf, type Parsed } from '../parser.ts';
import { operandPrecedence, operatorPrecedence, precedenceOf, requiredPrecedence } from '../precedence.ts';
import { isScope } from '../scope.ts';
import type { Place } from '../syntax-tree.ts';
import { isValue } from '../value-position.ts';

/** Operators that may stand in for each other: their operands and their result have the same types. */
const FAMILIES: readonly (readonly string[])[] = [
  ['+', '-', '*', '/', '//', '%'],
  ['<', '<=', '>', '>='],
  ['==', '!='],
  ['is', 'is not'],
  ['in', 'not in'],
  ['and', 'or'],
  ['&', '|', '^'],
  ['<<', '>>'],
  ['+=', '-=', '*=', '/='],
];

const FUNCTION_FAMILIES: readonly (readonly string[])[] = [
  ['min', 'max'],
  ['math.floor', 'math.ceil', 'round'],
  ['math.sqrt', 'math.log', 'math.exp', 'math.log1p', 'math.log2', 'abs'],
  ['math.sin', 'math.cos', 'math.tan', 'math.tanh'],
];

/** Another operator or function of the same types. */
export const operatorFlip: Operator = {
  id: 'operator-flip',
  weight: 1,
  sites: (parsed) => parsed.places.filter((place) => alternatives(parsed, place).length > 0),
  apply: (parsed, site, random) => {
    const replacement = random.pick(alternatives(parsed, site));
    if (site.name === 'BinaryExpression') return flipBinary(parsed, site, replacement);
    const part = site.name === 'CallExpression' ? site.children[0]! : site.children[1]!;
    return [{ start: part.from, end: part.to, text: replacement }];
  },
};

function alternatives(parsed: Parsed, place: Place): readonly string[] {
  switch (place.name) {
    case 'BinaryExpression': {
      const own = operatorOf(parsed.text, place);
      // Texts and lists are added, repeated and formatted by the same signs.
      const isLiteral = place.children.some(({ name }) => /String$|^ArrayExpression$/.test(name));
      const isText = isLiteral || (/^[+%]$/.test(own) && kindOf(parsed, place) !== 'number');
      return (isText && /^[+*%]$/.test(own)) || !isValue(place) ? [] : others(FAMILIES, own);
    }
    case 'UpdateStatement': {
      const [target, sign, value] = place.children;
      const own = textOf(parsed, sign!);
      const isNumber = kindOf(parsed, target!) === 'number' || kindOf(parsed, value!) === 'number';
      return isNumber ? others(FAMILIES, own) : [];
    }
    case 'CallExpression': {
      const found = isValue(place) ? others(FUNCTION_FAMILIES, textOf(parsed, place.children[0]!)) : [];
      return found.filter((name) => !name.startsWith('math.') || hasMath(parsed));
    }
    default:
      return [];
  }
}

function others(families: readonly (readonly string[])[], own: string): readonly string[] {
  return families.find((family) => family.includes(own))?.filter((other) => other !== own) ?? [];
}

function hasMath({ bindings }: Parsed): boolean {
  return bindings
    .entries()
    .some(
      ([scope, names]) =>
        isScope(scope) && scope.parent === null && names.some(({ name }) => name === 'math'),
    );
}

/** Keeps the tree's shape: where the new operator binds otherwise, the expression is written anew in parentheses. */
function flipBinary(parsed: Parsed, site: Place, operator: string): readonly Edit[] {
  const [left, right] = [site.children[0]!, site.children.at(-1)!];
  const fits = (operand: Place, side: 'left' | 'right'): boolean =>
    isGrouped(operand) || precedenceOf(parsed.text, operand) >= operandPrecedence(operator, side);
  const bindsAlike =
    fits(left, 'left') &&
    fits(right, 'right') &&
    (isGrouped(site) || operatorPrecedence(operator) >= requiredPrecedence(parsed.text, site));
  if (!bindsAlike)
    return [
      replaceWith(parsed, site, combine(operator, expressionAt(parsed, left), expressionAt(parsed, right))),
    ];
  const signs = operatorPlaces(site);
  return [{ start: signs[0]!.from, end: signs.at(-1)!.to, text: operator }];
}

function isGrouped(place: Place): boolean {
  return place.start < place.from;
}
