import type { Exact } from '../../checks/exact-arithmetic.ts';
import { rationalText } from '../rational.ts';

/**
 * Terms of the SMT-LIB theories of fixed-size bit-vectors and of reals, as a graph without duplicates. What is constant is folded while
 * it is built, so that loops with constant bounds end.
 */
export interface Term {
  readonly id: number;
  /** Width of a bit-vector, `boolean` or `real`. */
  readonly sort: number | 'boolean' | 'real';
  /** An SMT-LIB function, indexed ones with their indices; `constant` or `input`. */
  readonly operator: string;
  readonly arguments: readonly Term[];
  /** Of a constant bit-vector: as a signed number; of a constant real: in lowest terms. Of an input: its name. */
  readonly value: bigint | boolean | Exact | string | null;
}

export type Terms = ReturnType<typeof createTerms>;

/** Nodes of a graph, before the problem is called too large. */
const MOST_TERMS = 400_000;

/** Thrown when a graph grows beyond what a solver could answer in any reasonable time. */
export class TooManyTerms extends Error {
  constructor() {
    super(`the problem has more than ${MOST_TERMS} terms`);
  }
}

type Fold = (left: bigint, right: bigint, width: bigint) => bigint;

const FOLDS = {
  bvadd: (left, right) => left + right,
  bvsub: (left, right) => left - right,
  bvmul: (left, right) => left * right,
  bvand: (left, right) => left & right,
  bvor: (left, right) => left | right,
  bvxor: (left, right) => left ^ right,
  // By zero they are total functions in SMT-LIB; the machine excludes it before the result is used.
  bvsdiv: (left, right) => (right === 0n ? (left < 0n ? 1n : -1n) : left / right),
  bvsrem: (left, right) => (right === 0n ? left : left % right),
  bvshl: (left, right, width) => (right < 0n || right >= width ? 0n : left << right),
  bvashr: (left, right, width) => (right < 0n || right >= width ? (left < 0n ? -1n : 0n) : left >> right),
} as const satisfies { readonly [operator: string]: Fold };

export type BitVectorOperator = keyof typeof FOLDS;

/** A builder whose equal terms are the same object. */
export function createTerms() {
  const known = new Map<string, Term>();

  function make(
    sort: Term['sort'],
    operator: string,
    parts: readonly Term[],
    value: Term['value'] = null,
  ): Term {
    const key = `${sort}|${operator}|${parts.map(({ id }) => id).join(',')}|${keyOf(value)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= MOST_TERMS) throw new TooManyTerms();
    const term = { id: known.size, sort, operator, arguments: parts, value };
    known.set(key, term);
    return term;
  }

  const yes = make('boolean', 'constant', [], true);
  const no = make('boolean', 'constant', [], false);
  const boolean = (value: boolean): Term => (value ? yes : no);
  const input = (name: string, sort: Term['sort']): Term => make(sort, 'input', [], name);
  const constant = (width: number, value: bigint): Term =>
    make(width, 'constant', [], BigInt.asIntN(width, value));

  function not(term: Term): Term {
    if (term === yes) return no;
    if (term === no) return yes;
    return term.operator === 'not' ? term.arguments[0]! : make('boolean', 'not', [term]);
  }

  function and(left: Term, right: Term): Term {
    if (left === yes || left === right) return right;
    if (right === yes) return left;
    if (left === no || right === no || left === not(right)) return no;
    return make('boolean', 'and', [left, right]);
  }

  const or = (left: Term, right: Term): Term => not(and(not(left), not(right)));

  function choose(condition: Term, whenTrue: Term, whenFalse: Term): Term {
    if (condition === yes || whenTrue === whenFalse) return whenTrue;
    if (condition === no) return whenFalse;
    if (whenTrue.sort !== 'boolean') return make(whenTrue.sort, 'ite', [condition, whenTrue, whenFalse]);
    if (whenTrue === yes) return or(condition, whenFalse);
    if (whenTrue === no) return and(not(condition), whenFalse);
    if (whenFalse === yes) return or(not(condition), whenTrue);
    if (whenFalse === no) return and(condition, whenTrue);
    return make('boolean', 'ite', [condition, whenTrue, whenFalse]);
  }

  function same(left: Term, right: Term): Term {
    if (left === right) return yes;
    if (left.operator === 'constant' && right.operator === 'constant')
      return boolean(left.value === right.value);
    return make('boolean', '=', [left, right]);
  }

  function less(operator: 'bvslt' | 'bvsle', left: Term, right: Term): Term {
    if (left === right) return boolean(operator === 'bvsle');
    if (typeof left.value === 'bigint' && typeof right.value === 'bigint')
      return boolean(operator === 'bvslt' ? left.value < right.value : left.value <= right.value);
    return make('boolean', operator, [left, right]);
  }

  function combine(operator: BitVectorOperator, left: Term, right: Term): Term {
    const width = left.sort as number;
    if (typeof left.value === 'bigint' && typeof right.value === 'bigint')
      return constant(width, FOLDS[operator](left.value, right.value, BigInt(width)));
    return make(width, operator, [left, right]);
  }

  function signExtend(term: Term, width: number): Term {
    if (term.sort === width) return term;
    if (typeof term.value === 'bigint') return constant(width, term.value);
    return make(width, `(_ sign_extend ${width - (term.sort as number)})`, [term]);
  }

  function zeroExtend(term: Term, width: number): Term {
    if (term.sort === width) return term;
    if (typeof term.value === 'bigint')
      return constant(width, BigInt.asUintN(term.sort as number, term.value));
    return make(width, `(_ zero_extend ${width - (term.sort as number)})`, [term]);
  }

  const narrowed = new Map<string, Term>();

  /** The lowest bits. Carries only travel upwards, so sums and products are narrowed before they are computed. */
  function lowBits(term: Term, width: number): Term {
    if (term.sort === width) return term;
    if (typeof term.value === 'bigint') return constant(width, term.value);
    const key = `${term.id}|${width}`;
    const found = narrowed.get(key) ?? narrow(term, width);
    narrowed.set(key, found);
    return found;
  }

  function narrow(term: Term, width: number): Term {
    const [first, second, third] = term.arguments;
    const { operator } = term;
    if (operator.includes('_extend')) {
      if ((first!.sort as number) >= width) return lowBits(first!, width);
      return operator.includes('sign') ? signExtend(first!, width) : zeroExtend(first!, width);
    }
    if (operator === 'ite') return choose(first!, lowBits(second!, width), lowBits(third!, width));
    if (NARROWING.has(operator))
      return combine(operator as BitVectorOperator, lowBits(first!, width), lowBits(second!, width));
    return make(width, `(_ extract ${width - 1} 0)`, [term]);
  }

  return {
    ...{ make, yes, no, boolean, input, constant },
    ...{ not, and, or, choose, same, less, combine, signExtend, zeroExtend, lowBits },
  };
}

function keyOf(value: Term['value']): string {
  return typeof value === 'object' && value !== null ? rationalText(value) : String(value);
}

const NARROWING: ReadonlySet<string> = new Set(['bvadd', 'bvsub', 'bvmul', 'bvand', 'bvor', 'bvxor']);
