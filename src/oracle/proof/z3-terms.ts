import type { init } from 'z3-solver';
import { rationalText } from './rational.ts';
import type { BitVectorOperator, Term } from './symbolic/terms.ts';

export type Z3 = Awaited<ReturnType<typeof init>>['Z3'];
export type Context = ReturnType<Z3['mk_context']>;
export type Ast = ReturnType<Z3['mk_true']>;

/**
 * Hands terms to z3 one node at a time. Its bindings also read SMT-LIB text, but keep what they pass to their own
 * threads on the caller's stack, where it is overwritten before a long text has been read.
 */
export function createBuilder(z3: Z3, context: Context): (term: Term) => Ast {
  const built = new Map<number, Ast>();

  const binary: { readonly [operator in BitVectorOperator | (typeof OTHERS)[number]]: Binary } = {
    bvadd: z3.mk_bvadd,
    bvsub: z3.mk_bvsub,
    bvmul: z3.mk_bvmul,
    bvand: z3.mk_bvand,
    bvor: z3.mk_bvor,
    bvxor: z3.mk_bvxor,
    bvsdiv: z3.mk_bvsdiv,
    bvsrem: z3.mk_bvsrem,
    bvshl: z3.mk_bvshl,
    bvashr: z3.mk_bvashr,
    bvslt: z3.mk_bvslt,
    bvsle: z3.mk_bvsle,
    '=': z3.mk_eq,
    '+': (own, left, right) => z3.mk_add(own, [left, right]),
    '-': (own, left, right) => z3.mk_sub(own, [left, right]),
    '*': (own, left, right) => z3.mk_mul(own, [left, right]),
    '/': z3.mk_div,
    '<': z3.mk_lt,
    and: (own, left, right) => z3.mk_and(own, [left, right]),
  };

  function make({ operator, sort, value, arguments: parts }: Term): Ast {
    const [first, second, third] = parts.map(({ id }) => built.get(id)!);
    if (operator === 'constant') return constant(sort, value);
    if (operator === 'input')
      return z3.mk_const(context, z3.mk_string_symbol(context, value as string), sortOf(sort));
    if (operator === 'not') return z3.mk_not(context, first!);
    if (operator === 'ite') return z3.mk_ite(context, first!, second!, third!);
    const [, function_, index] = /^\(_ (\w+) (\d+)/.exec(operator) ?? [];
    if (function_ !== undefined) return indexed(function_, Number(index), first!);
    const known = (binary as { readonly [operator: string]: Binary | undefined })[operator];
    if (known === undefined) throw new TypeError(`the solver knows no ${operator}`);
    return known(context, first!, second!);
  }

  function indexed(name: string, index: number, operand: Ast): Ast {
    switch (name) {
      case 'sign_extend':
        return z3.mk_sign_ext(context, index, operand);
      case 'zero_extend':
        return z3.mk_zero_ext(context, index, operand);
      case 'extract':
        return z3.mk_extract(context, index, 0, operand);
      default:
        throw new TypeError(`the solver knows no ${name}`);
    }
  }

  function sortOf(sort: Term['sort']) {
    if (sort === 'boolean') return z3.mk_bool_sort(context);
    return sort === 'real' ? z3.mk_real_sort(context) : z3.mk_bv_sort(context, sort);
  }

  function constant(sort: Term['sort'], value: Term['value']): Ast {
    if (typeof value === 'boolean') return value ? z3.mk_true(context) : z3.mk_false(context);
    if (typeof value === 'object' && value !== null)
      return z3.mk_numeral(context, rationalText(value), sortOf(sort));
    return z3.mk_numeral(context, String(BigInt.asUintN(sort as number, value as bigint)), sortOf(sort));
  }

  /** The parts of a term have smaller identifiers than the term itself. */
  return (term) => {
    const missing = new Map<number, Term>();
    const waiting = [term];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (built.has(next.id) || missing.has(next.id)) continue;
      missing.set(next.id, next);
      waiting.push(...next.arguments);
    }
    for (const next of [...missing.values()].toSorted((left, right) => left.id - right.id))
      built.set(next.id, make(next));
    return built.get(term.id)!;
  };
}

const OTHERS = ['bvslt', 'bvsle', '=', 'and', '+', '-', '*', '/', '<'] as const;

type Binary = (context: Context, left: Ast, right: Ast) => Ast;
