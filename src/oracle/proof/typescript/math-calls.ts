import { DOUBLE, INT32, convert } from '../build-expression.ts';
import type { Expression } from '../program.ts';
import { FAILURES } from '../program.ts';
import type { Translated } from './translated.ts';

interface Tools {
  readonly numeric: (value: Translated) => Expression;
  readonly toInt32: (value: Translated) => Expression;
}

const ROUNDING = { trunc: 'truncate', floor: 'floor', ceil: 'ceiling' } as const;

/** The functions of `Math` that integers need (ECMA-262, 21.3.2); null for others and for a wrong number of arguments. */
export function mathCall(name: string, given: readonly Translated[], tools: Tools): Expression | null {
  const [first, second] = given;
  if (first === undefined) return null;
  if (name === 'imul' && given.length === 2) return product(tools.toInt32(first), tools.toInt32(second!));
  if (SIGN_OR_EXTREME.has(name)) return signOrExtreme(name, given.map(tools.numeric));
  if (given.length !== 1) return null;
  switch (name) {
    case 'clz32':
      return { kind: 'leading-zeros', operand: tools.toInt32(first) };
    case 'trunc':
    case 'floor':
    case 'ceil':
      return first.kind === 'quotient' ? rounded(first, ROUNDING[name]) : tools.numeric(first);
    case 'round':
      return tools.numeric(first);
    default:
      return null;
  }
}

const SIGN_OR_EXTREME: ReadonlySet<string> = new Set(['min', 'max', 'abs', 'sign']);

/** Those that are the same for all numbers; null for others and for a wrong number of arguments. */
export function signOrExtreme(name: string, given: readonly Expression[]): Expression | null {
  const [operand] = given;
  if (operand === undefined) return null;
  if (name === 'min' || name === 'max') return extremeOf(name === 'min' ? 'minimum' : 'maximum', given);
  if (given.length !== 1) return null;
  if (name === 'abs') return { kind: 'absolute', operand };
  return name === 'sign' ? { kind: 'sign', operand } : null;
}

function extremeOf(which: 'minimum' | 'maximum', given: readonly Expression[]): Expression {
  return given.reduce((left, right) => ({ kind: 'extreme', which, left, right }));
}

function product(left: Expression, right: Expression): Expression {
  const arithmetic = { kind: 'wrapping', type: INT32 } as const;
  return convert({ kind: 'arithmetic', operator: '*', left, right, arithmetic }, INT32);
}

function rounded(
  { left, right }: Translated & { readonly kind: 'quotient' },
  rounding: 'truncate' | 'floor' | 'ceiling',
): Expression {
  return {
    kind: 'divide',
    result: 'quotient',
    rounding,
    left,
    right,
    byZero: { kind: 'failure', failure: FAILURES.notANumber },
    arithmetic: DOUBLE,
  };
}
