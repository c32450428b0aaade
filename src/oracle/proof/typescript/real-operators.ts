import { exact } from '../../checks/exact-arithmetic.ts';
import { integer } from '../build-expression.ts';
import type { Expression } from '../program.ts';
import { reduced } from '../rational.ts';
import type { Conversions } from './conversions.ts';
import { signOrExtreme } from './math-calls.ts';
import type { Operators } from './operators.ts';
import { comparison } from './operators.ts';
import type { Located, Refuse, Translated } from './translated.ts';
import { number } from './translated.ts';

const EXACT = { kind: 'exact' } as const;

/** JavaScript's operators as they would be if its numbers were real ones: what a formula means, not what is computed. */
export function createRealOperators(refuse: Refuse, conversions: Conversions): Operators {
  const { numeric } = conversions;

  function literal(value: number, text: string, node: Located): Translated {
    if (!Number.isFinite(value)) return refuse('a number beyond what a double holds', node);
    const rational = writtenNumber(text) ?? refuse('a number with an exponent of four digits', node);
    return number(
      rational.denominator === 1n ? integer(rational.numerator) : { kind: 'rational', value: rational },
    );
  }

  function unary(operator: string, operand: Translated, node: Located): Translated {
    const value = numeric(operand, node);
    if (operator === '+') return number(value);
    if (operator === '-') return number({ kind: 'negate', operand: value, arithmetic: EXACT });
    return refuse(`the operator ${operator} of real numbers`, node);
  }

  function binary(operator: string, left: Translated, right: Translated, node: Located): Translated {
    const compared = comparison(operator, [left, right], node, { ...conversions, refuse });
    if (compared !== null) return compared;
    const operands = { left: numeric(left, node), right: numeric(right, node) };
    switch (operator) {
      case '+':
      case '-':
      case '*':
        return number({ kind: 'arithmetic', operator, ...operands, arithmetic: EXACT });
      case '/':
        return number({ kind: 'ratio', ...operands });
      default:
        return refuse(`the operator ${operator} of real numbers`, node);
    }
  }

  function math(name: string, given: readonly Translated[], node: Located): Expression | null {
    return signOrExtreme(
      name,
      given.map((value) => numeric(value, node)),
    );
  }

  return { literal, unary, binary, math };
}

/** The number that a literal writes down (ECMA-262, 12.9.3), not the double next to it. Null for what is not read. */
function writtenNumber(text: string) {
  const digits = text.replaceAll('_', '');
  if (/^0[box]/i.test(digits)) return exact(BigInt(digits));
  const [, whole = '', places = '', exponent = ''] = /^(\d*)\.?(\d*)(e[+-]?\d{1,3})?$/i.exec(digits) ?? [];
  if (whole + places === '') return null;
  return reduced(exact(`${whole || '0'}.${places || '0'}${exponent}`));
}
