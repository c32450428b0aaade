import type { Edit } from '../../edit.ts';
import { expressionAt, replaceWith } from '../expression-edit.ts';
import { combine } from '../grammar.ts';
import type { Operator } from '../operator.ts';
import type { Parsed } from '../parser.ts';
import { operandPrecedence, operatorPrecedence, precedenceOf, requiredPrecedence } from '../precedence.ts';
import { childAt, type Place } from '../syntax-tree.ts';
import { mathFunction, typeOf, valueType } from '../value-type.ts';

/** Operators that may stand in for each other: their operands and their result have the same types. */
const FAMILIES: readonly (readonly string[])[] = [
  ['+', '-', '*', '/', '%'],
  ['<', '<=', '>', '>='],
  ['===', '!=='],
  ['==', '!='],
  ['&&', '||'],
  ['&', '|', '^'],
  ['<<', '>>', '>>>'],
  ['+=', '-=', '*=', '/='],
  ['++', '--'],
];

const FUNCTION_FAMILIES: readonly (readonly string[])[] = [
  ['min', 'max'],
  ['floor', 'ceil', 'round', 'trunc'],
  ['abs', 'sqrt', 'cbrt', 'log', 'exp', 'log2', 'log1p'],
  ['sin', 'cos', 'tan'],
];

/** Another operator or function of Math of the same types. */
export const operatorFlip: Operator = {
  id: 'operator-flip',
  weight: 1,
  sites: (parsed) => parsed.places.filter((place) => alternatives(parsed, place).length > 0),
  apply: (parsed, site, random) => {
    const replacement = random.pick(alternatives(parsed, site));
    switch (site.node.type) {
      case 'BinaryExpression':
      case 'LogicalExpression':
        return flipBinary(parsed, site, site.node.operator, replacement);
      case 'CallExpression': {
        const callee = site.node.callee;
        if (callee.type !== 'MemberExpression') return null;
        return [{ start: callee.property.start, end: callee.property.end, text: replacement }];
      }
      case 'AssignmentExpression':
        return replaceBetween(parsed, childAt(site, 'left')!.end, site.node.operator, replacement);
      case 'UpdateExpression': {
        const at = site.node.prefix ? site.node.start : site.node.end - 2;
        return [{ start: at, end: at + 2, text: replacement }];
      }
      default:
        return null;
    }
  },
};

function alternatives(parsed: Parsed, place: Place): readonly string[] {
  const { node } = place;
  const others = (families: readonly (readonly string[])[], own: string): readonly string[] =>
    families.find((family) => family.includes(own))?.filter((other) => other !== own) ?? [];
  switch (node.type) {
    case 'BinaryExpression':
      if (node.operator === '+' && valueType(parsed.bindings, place) !== 'number') return [];
      return others(FAMILIES, node.operator);
    case 'LogicalExpression':
    case 'UpdateExpression':
      return others(FAMILIES, node.operator);
    case 'AssignmentExpression':
      if (node.operator === '+=' && typeOf(parsed.bindings, childAt(place, 'left')!) !== 'number') return [];
      return others(FAMILIES, node.operator);
    case 'CallExpression':
      return others(FUNCTION_FAMILIES, mathFunction(place) ?? '');
    default:
      return [];
  }
}

/** Keeps the tree's shape: where the new operator binds otherwise, the expression is written anew in parentheses. */
function flipBinary(parsed: Parsed, site: Place, own: string, operator: string): readonly Edit[] | null {
  const [left, right] = [childAt(site, 'left')!, childAt(site, 'right')!];
  const bindsAlike =
    isTight(left, operandPrecedence(operator, 'left')) &&
    isTight(right, operandPrecedence(operator, 'right')) &&
    (operatorPrecedence(operator) >= requiredPrecedence(site) || isGrouped(site));
  if (bindsAlike) return replaceBetween(parsed, left.end, own, operator);
  return [
    replaceWith(parsed, site, combine(operator, expressionAt(parsed, left), expressionAt(parsed, right))),
  ];
}

function isTight(operand: Place, required: number): boolean {
  return precedenceOf(operand) >= required || isGrouped(operand);
}

function isGrouped(place: Place): boolean {
  return place.start < place.node.start;
}

function replaceBetween(
  parsed: Parsed,
  from: number,
  own: string,
  replacement: string,
): readonly Edit[] | null {
  const gap = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*\n)*/.exec(parsed.text.slice(from))![0].length;
  const start = from + gap;
  const isThere = parsed.text.startsWith(own, start);
  return isThere ? [{ start, end: start + own.length, text: replacement }] : null;
}
