import type { Exact } from '../../checks/exact-arithmetic.ts';
import { add, compare, divide, exact, multiply, subtract } from '../../checks/exact-arithmetic.ts';
import type { Value } from '../outcome-of-function.ts';
import type { Expression } from '../program.ts';
import { FAILURES } from '../program.ts';
import { reduced } from '../rational.ts';
import { fail } from './ended.ts';
import type { Operations } from './operations.ts';

const ZERO = exact(0n);
const LARGEST_PART = 2n ** 4096n;

const OPERATE = { '+': add, '-': subtract, '*': multiply };

/** Real numbers, as fractions: a function of the subset makes rational numbers of rational ones. */
export const REAL_OPERATIONS: Operations = {
  fromInput: (input) => (typeof input === 'bigint' ? exact(input) : input),
  valueOf: (expression, operandOf) => {
    const of = (operand: Expression): Exact => operandOf(operand) as Exact;
    switch (expression.kind) {
      case 'integer':
        return exact(expression.value);
      case 'rational':
        return expression.value;
      case 'arithmetic':
        return bounded(OPERATE[expression.operator](of(expression.left), of(expression.right)));
      case 'negate':
        return subtract(ZERO, of(expression.operand));
      case 'ratio': {
        const [left, right] = [of(expression.left), of(expression.right)];
        return right.numerator === 0n ? fail(FAILURES.division) : bounded(divide(left, right));
      }
      case 'compare': {
        const order = compare(of(expression.left), of(expression.right));
        if (expression.operator === '===') return order === 0;
        return expression.operator === '<' ? order < 0 : order <= 0;
      }
      case 'truth':
        return of(expression.operand).numerator !== 0n;
      case 'number-of':
        return exact(operandOf(expression.operand) === true ? 1n : 0n);
      case 'extreme': {
        const [left, right] = [of(expression.left), of(expression.right)];
        return compare(left, right) < 0 === (expression.which === 'minimum') ? left : right;
      }
      case 'absolute': {
        const operand = of(expression.operand);
        return operand.numerator < 0n ? subtract(ZERO, operand) : operand;
      }
      case 'sign':
        return exact(BigInt(compare(of(expression.operand), ZERO)));
      default:
        throw new TypeError(`${expression.kind} is not for real numbers`);
    }
  },
  converted: () => {
    throw new TypeError('real numbers are not converted');
  },
};

function bounded(value: Exact): Value {
  const result = reduced(value);
  const { numerator, denominator } = result;
  const large = numerator > LARGEST_PART || numerator < -LARGEST_PART || denominator > LARGEST_PART;
  return large ? fail(FAILURES.fraction) : result;
}
