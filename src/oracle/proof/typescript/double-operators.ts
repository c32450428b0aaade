import { DOUBLE, INT32, UINT32, convert, integer, numberOf } from '../build-expression.ts';
import type { Expression } from '../program.ts';
import { FAILURES } from '../program.ts';
import type { Conversions } from './conversions.ts';
import { mathCall } from './math-calls.ts';
import type { Operators } from './operators.ts';
import { comparison } from './operators.ts';
import type { Located, Refuse, Translated } from './translated.ts';
import { number } from './translated.ts';

/** Larger literals are rounded powers that no integer function of the subset needs. */
const LARGEST_LITERAL = 2 ** 80;

/** JavaScript's operators on doubles that hold integers (ECMA-262, chapter 13). */
export function createDoubleOperators(refuse: Refuse, conversions: Conversions): Operators {
  const { numeric } = conversions;

  function literal(value: number, _text: string, node: Located): Translated {
    if (!Number.isInteger(value) || value > LARGEST_LITERAL)
      return refuse('a number that is no integer up to 2^80', node);
    return number(integer(BigInt(value)));
  }

  function unary(operator: string, operand: Translated, node: Located): Translated {
    switch (operator) {
      case '-':
        return number({ kind: 'negate', operand: numeric(operand, node), arithmetic: DOUBLE });
      case '+':
        return number(numeric(operand, node));
      case '~':
        return number({
          kind: 'bitwise',
          operator: '^',
          left: toInt32(operand),
          right: integer(-1n),
        });
      default:
        return refuse(`the operator ${operator}`, node);
    }
  }

  function binary(operator: string, left: Translated, right: Translated, node: Located): Translated {
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return number({
          kind: 'arithmetic',
          operator,
          left: numeric(left, node),
          right: numeric(right, node),
          arithmetic: DOUBLE,
        });
      case '/':
        return { kind: 'quotient', left: numeric(left, node), right: numeric(right, node) };
      case '%':
        return number({
          kind: 'divide',
          result: 'remainder',
          rounding: 'truncate',
          left: numeric(left, node),
          right: numeric(right, node),
          byZero: { kind: 'failure', failure: FAILURES.notANumber },
          arithmetic: DOUBLE,
        });
      case '&':
      case '|':
      case '^':
        return number({ kind: 'bitwise', operator, left: toInt32(left), right: toInt32(right) });
      case '<<':
      case '>>':
        return number({
          kind: 'shift',
          operator,
          left: toInt32(left),
          count: convert(toInt32(right), UINT32),
          type: INT32,
          masked: true,
        });
      case '>>>':
        return number({
          kind: 'shift',
          operator: '>>',
          left: convert(toInt32(left), UINT32),
          count: convert(toInt32(right), UINT32),
          type: UINT32,
          masked: true,
        });
      default:
        return (
          comparison(operator, [left, right], node, { ...conversions, refuse }) ??
          refuse(`the operator ${operator}`, node)
        );
    }
  }

  /** ToInt32: NaN and the infinities become 0. */
  function toInt32(value: Translated): Expression {
    if (value.kind === 'boolean') return numberOf(value.expression);
    if (value.kind === 'quotient')
      return convert(
        {
          kind: 'divide',
          result: 'quotient',
          rounding: 'truncate',
          left: value.left,
          right: value.right,
          byZero: { kind: 'zero' },
          arithmetic: DOUBLE,
        },
        INT32,
      );
    const { expression } = value;
    const total =
      expression.kind === 'divide' && expression.result === 'remainder'
        ? { ...expression, byZero: { kind: 'zero' } as const }
        : expression;
    return convert(total, INT32);
  }

  return {
    ...{ literal, unary, binary },
    math: (name, given, node) => mathCall(name, given, { numeric: (value) => numeric(value, node), toInt32 }),
  };
}
