import type { Random } from '../../../kernel/random.ts';
import { randomConstant } from '../number-text.ts';
import { operandPrecedence, operatorPrecedence, PRECEDENCE } from './precedence.ts';

/** Text of an expression with its binding strength, which tells where it needs parentheses. */
export interface Expression {
  readonly text: string;
  readonly precedence: number;
}

/** What random expressions are built from. */
export interface Vocabulary {
  /** Expressions that are numbers and bind at least as tightly as a member access. */
  readonly numbers: readonly string[];
  /** Constants the code already holds. */
  readonly constants: readonly number[];
}

/** Each as often as it is drawn; remainders and powers are rare because they make a rule erratic. */
const ARITHMETIC = '+ + + + - - - - * * * * / / / / % **'.split(' ');
const ORDERS = ['<', '<=', '>', '>='];

/** A random number, at most `depth` operators deep; no operator has two constants where there are names. */
export function randomNumber(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  if (depth <= 0 || random.chance(0.2)) return leaf(vocabulary, random);
  const [fixed, varying] = [randomNumber(vocabulary, depth - 1, random), name(vocabulary, random)];
  const [left, right] = random.chance(0.5) ? [fixed, varying] : [varying, fixed];
  const draw = random.next();
  if (draw < 0.75) return combine(random.pick(ARITHMETIC), left, right);
  if (draw < 0.85) return call(random.pick(['min', 'max']), [left, right]);
  if (draw < 0.95) return negative(left);
  return call('abs', [left]);
}

/** A random condition: two numbers of which one varies, put in order. */
export function randomCondition(vocabulary: Vocabulary, depth: number, random: Random): Expression {
  const right = randomNumber(vocabulary, depth, random);
  return combine(random.pick(ORDERS), name(vocabulary, random), right);
}

/** Two operands in parentheses where they need them. */
export function combine(operator: string, left: Expression, right: Expression): Expression {
  const grouped = (own: Expression, side: 'left' | 'right'): string =>
    own.precedence >= operandPrecedence(operator, side) ? own.text : `(${own.text})`;
  return {
    text: `${grouped(left, 'left')} ${operator} ${grouped(right, 'right')}`,
    precedence: operatorPrecedence(operator),
  };
}

export function call(callee: string, values: readonly Expression[]): Expression {
  return { text: `${callee}(${values.map(({ text }) => text).join(', ')})`, precedence: PRECEDENCE.primary };
}

export function negative(own: Expression): Expression {
  const text = own.precedence >= PRECEDENCE.sign ? own.text : `(${own.text})`;
  return { text: `-${text}`, precedence: PRECEDENCE.sign };
}

export function not(own: Expression): Expression {
  const text = own.precedence >= PRECEDENCE.not ? own.text : `(${own.text})`;
  return { text: `not ${text}`, precedence: PRECEDENCE.not };
}

/** A number as an expression. */
export function constantExpression(text: string): Expression {
  return { text, precedence: text.startsWith('-') ? PRECEDENCE.sign : PRECEDENCE.number };
}

function leaf(vocabulary: Vocabulary, random: Random): Expression {
  return random.chance(0.6)
    ? name(vocabulary, random)
    : constantExpression(randomConstant(vocabulary.constants, random));
}

function name({ numbers, constants }: Vocabulary, random: Random): Expression {
  if (numbers.length === 0) return constantExpression(randomConstant(constants, random));
  return { text: random.pick(numbers), precedence: PRECEDENCE.primary };
}
