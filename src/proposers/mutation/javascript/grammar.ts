import type { Random } from '../../../kernel/random.ts';
import { randomConstant } from '../number-text.ts';
import { operandPrecedence, operatorPrecedence, PRECEDENCE } from './precedence.ts';

/** Text of an expression with its binding strength, which tells where it needs parentheses. */
export interface Expression {
  readonly text: string;
  readonly precedence: number;
}

export type PlainType = 'number' | 'boolean';

/** What random expressions are built from. */
export interface Vocabulary {
  /** Expressions that are numbers and bind at least as tightly as a member access: `item`, `bin.free`. */
  readonly numbers: readonly string[];
  readonly booleans: readonly string[];
  /** Constants the code already holds. */
  readonly constants: readonly number[];
}

const UNARY_FUNCTIONS = ['abs', 'sqrt', 'exp', 'log', 'floor', 'ceil', 'round', 'tanh', 'sign'] as const;

/** Each as often as it is drawn; remainders and powers are rare because they make a rule erratic. */
const ARITHMETIC = '+ + + + - - - - - * * * * * / / / / % **'.split(' ');
const COMPARISONS = ['<', '<=', '>', '>=', '<', '>', '==='] as const;

/**
 * A random expression of the type, at most `depth` operators deep. Numbers and booleans never stand in for each other,
 * and no operator has two constants.
 */
export function randomExpression(
  type: PlainType,
  vocabulary: Vocabulary,
  depth: number,
  random: Random,
): Expression {
  return type === 'number'
    ? randomNumber(vocabulary, depth, random)
    : randomBoolean(vocabulary, depth, random);
}

function randomNumber(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  if (depth <= 0 || random.chance(0.2)) return numberLeaf(vocabulary, random);
  const draw = random.next();
  const smaller = (): Expression => randomNumber(vocabulary, depth - 1, random);
  if (draw < 0.58) return combine(random.pick(ARITHMETIC), ...operands(vocabulary, depth, random));
  if (draw < 0.68) return negative(smaller());
  if (draw < 0.76) return call(random.pick(UNARY_FUNCTIONS), [varying(vocabulary, depth, random)]);
  if (draw < 0.84) return call(random.pick(['min', 'max']), operands(vocabulary, depth, random));
  return choose(comparison(vocabulary, depth - 1, random), smaller(), smaller());
}

function randomBoolean(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  const { booleans, numbers } = vocabulary;
  if (booleans.length > 0 && random.chance(depth <= 0 ? 0.5 : 0.15)) return primary(random.pick(booleans));
  if (numbers.length === 0)
    return booleans.length > 0 ? primary(random.pick(booleans)) : primary(String(random.chance(0.5)));
  if (depth <= 1 || random.chance(0.6)) return comparison(vocabulary, depth - 1, random);
  const smaller = (): Expression => randomBoolean(vocabulary, depth - 1, random);
  return random.chance(0.1) ? not(smaller()) : combine(random.pick(['&&', '||']), smaller(), smaller());
}

/** A condition, as far as possible about something that varies. */
function comparison(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  if (vocabulary.numbers.length === 0) return randomBoolean(vocabulary, 0, random);
  const left = random.chance(0.7)
    ? primary(random.pick(vocabulary.numbers))
    : varying(vocabulary, depth, random);
  const right = randomNumber(vocabulary, depth - 1, random);
  return combine(random.pick(COMPARISONS), left, unlike(left, right, vocabulary, random));
}

/** Two operands of which one varies. */
function operands(vocabulary: Vocabulary, depth: number, random: Random): [Expression, Expression] {
  const fixed = randomNumber(vocabulary, depth - 1, random);
  const other = unlike(fixed, varying(vocabulary, depth, random), vocabulary, random);
  return random.chance(0.5) ? [fixed, other] : [other, fixed];
}

/** The drawn operand, or a constant where it would only repeat the first. */
function unlike(first: Expression, drawn: Expression, vocabulary: Vocabulary, random: Random): Expression {
  return drawn.text === first.text ? primary(randomConstant(vocabulary.constants, random)) : drawn;
}

function varying(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  const drawn = randomNumber(vocabulary, depth - 1, random);
  const isConstant = vocabulary.numbers.length > 0 && !Number.isNaN(Number(drawn.text));
  return isConstant ? primary(random.pick(vocabulary.numbers)) : drawn;
}

function numberLeaf(vocabulary: Vocabulary, random: Random): Expression {
  const { numbers, constants } = vocabulary;
  if (numbers.length > 0 && random.chance(0.65)) return primary(random.pick(numbers));
  return primary(randomConstant(constants, random));
}

/** `left operator right`, the operands in parentheses where they need them. */
export function combine(operator: string, left: Expression, right: Expression): Expression {
  const one = parenthesize(left, operandPrecedence(operator, 'left'));
  const two = parenthesize(right, operandPrecedence(operator, 'right'));
  return { text: `${one} ${operator} ${two}`, precedence: operatorPrecedence(operator) };
}

/** `test ? yes : no`. */
export function choose(test: Expression, yes: Expression, no: Expression): Expression {
  const condition = parenthesize(test, PRECEDENCE.coalesce);
  const [one, two] = [parenthesize(yes, PRECEDENCE.assignment), parenthesize(no, PRECEDENCE.assignment)];
  return { text: `${condition} ? ${one} : ${two}`, precedence: PRECEDENCE.conditional };
}

/** The negative of a number. */
export function negative(operand: Expression): Expression {
  const signed = operand.text.startsWith('-') || operand.text.startsWith('+');
  const text = signed ? `(${operand.text})` : parenthesize(operand, PRECEDENCE.unary);
  return { text: `-${text}`, precedence: PRECEDENCE.unary };
}

/** The opposite of a boolean. */
export function not(operand: Expression): Expression {
  return { text: `!${parenthesize(operand, PRECEDENCE.unary)}`, precedence: PRECEDENCE.unary };
}

/** A call of a function of Math. */
export function call(name: string, values: readonly Expression[]): Expression {
  const list = values.map((value) => parenthesize(value, PRECEDENCE.assignment)).join(', ');
  return { text: `Math.${name}(${list})`, precedence: PRECEDENCE.member };
}

function primary(text: string): Expression {
  return { text, precedence: PRECEDENCE.member };
}

function parenthesize(expression: Expression, required: number): string {
  return expression.precedence >= required ? expression.text : `(${expression.text})`;
}
