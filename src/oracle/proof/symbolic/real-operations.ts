import { exact } from '../../checks/exact-arithmetic.ts';
import type { Expression } from '../program.ts';
import { FAILURES } from '../program.ts';
import type { Machine, Operations } from './operations.ts';
import { createReals } from './reals.ts';
import type { SymbolicValue } from './state.ts';
import type { Term } from './terms.ts';

const OPERATE = { '+': 'add', '-': 'subtract', '*': 'multiply' } as const;

/** Real numbers of mathematics: nothing is rounded, nothing overflows, and there is one zero. */
export function createRealOperations({ terms, fail, valueOf, conditionOf }: Machine): Operations {
  const reals = createReals(terms);
  const real = (term: Term): SymbolicValue => ({ kind: 'real', term });
  const truth = (term: Term): SymbolicValue => ({ kind: 'boolean', term });

  function of(expression: Expression): Term {
    const value = valueOf(expression);
    if (value.kind !== 'real') throw new TypeError('a number that is not real left the front end');
    return value.term;
  }

  function both({ left, right }: { readonly left: Expression; readonly right: Expression }): [Term, Term] {
    return [of(left), of(right)];
  }

  function ratio(left: Term, right: Term): Term {
    fail(reals.isZero(right), FAILURES.division);
    return reals.divide(left, right);
  }

  function compared(operator: '===' | '<' | '<=', left: Term, right: Term): Term {
    if (operator === '===') return terms.same(left, right);
    return operator === '<' ? reals.less(left, right) : reals.atMost(left, right);
  }

  function extreme(which: 'minimum' | 'maximum', left: Term, right: Term): Term {
    const smaller = reals.less(left, right);
    return which === 'minimum' ? terms.choose(smaller, left, right) : terms.choose(smaller, right, left);
  }

  function sign(operand: Term): Term {
    const [minus, plus] = [-1n, 1n].map((value) => reals.constant(exact(value))) as [Term, Term];
    const positive = terms.choose(reals.less(reals.zero, operand), plus, reals.zero);
    return terms.choose(reals.less(operand, reals.zero), minus, positive);
  }

  function operate(expression: Parameters<Operations['valueOf']>[0]): SymbolicValue {
    switch (expression.kind) {
      case 'integer':
        return real(reals.constant(exact(expression.value)));
      case 'rational':
        return real(reals.constant(expression.value));
      case 'arithmetic':
        return real(reals[OPERATE[expression.operator]](...both(expression)));
      case 'negate':
        return real(reals.negate(of(expression.operand)));
      case 'ratio':
        return real(ratio(...both(expression)));
      case 'compare':
        return truth(compared(expression.operator, ...both(expression)));
      case 'truth':
        return truth(terms.not(reals.isZero(of(expression.operand))));
      case 'number-of': {
        const condition = conditionOf(expression.operand);
        return real(terms.choose(condition, reals.constant(exact(1n)), reals.zero));
      }
      case 'extreme':
        return real(extreme(expression.which, ...both(expression)));
      case 'absolute':
        return real(extreme('maximum', ...negatedToo(of(expression.operand))));
      case 'sign':
        return real(sign(of(expression.operand)));
      default:
        throw new TypeError(`${expression.kind} is not for real numbers`);
    }
  }

  function negatedToo(operand: Term): [Term, Term] {
    return [operand, reals.negate(operand)];
  }

  return {
    zero: real(reals.zero),
    valueOf: operate,
    converted: () => {
      throw new TypeError('real numbers are not converted');
    },
  };
}
