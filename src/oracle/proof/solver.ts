import { Z3_error_code, Z3_lbool, init } from 'z3-solver';
import type { Exact } from '../checks/exact-arithmetic.ts';
import { exact } from '../checks/exact-arithmetic.ts';
import type { Inputs } from './problem.ts';
import { reduced } from './rational.ts';
import type { Term } from './symbolic/terms.ts';
import type { Ast, Context, Z3 } from './z3-terms.ts';
import { createBuilder } from './z3-terms.ts';

/** What a solver says of a conjunction. */
export type SolverAnswer =
  | { readonly kind: 'unsatisfiable' }
  | {
      readonly kind: 'satisfiable';
      readonly model: readonly Inputs[string][];
      /** False when an irrational number of the model stands rounded in it. */
      readonly exact: boolean;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface Solver {
  /**
   * Looks for inputs on which all assertions hold.
   *
   * @param inputs the model has a value for each: bit-vectors as signed numbers, reals in lowest terms
   * @throws Error when the solver refuses the question: the model is wrong then, not the candidate
   */
  readonly ask: (assertions: readonly Term[], inputs: readonly Term[]) => Promise<SolverAnswer>;
}

/** z3 (de Moura and Bjørner, TACAS 2008) in this process. Its memory is bounded; its time has to be from outside. */
export async function createSolver(memoryMegabytes: number): Promise<Solver> {
  const { Z3 } = await init();
  Z3.global_param_set('memory_max_size', String(memoryMegabytes));
  return {
    ask: async (assertions, inputs) => {
      const config = Z3.mk_config();
      const context = Z3.mk_context(config);
      Z3.del_config(config);
      try {
        return await check(Z3, context, assertions, inputs);
      } finally {
        Z3.del_context(context);
      }
    },
  };
}

async function check(
  z3: Z3,
  context: Context,
  assertions: readonly Term[],
  inputs: readonly Term[],
): Promise<SolverAnswer> {
  const build = createBuilder(z3, context);
  const solver = z3.mk_solver_for_logic(context, z3.mk_string_symbol(context, logicOf(inputs)));
  z3.solver_inc_ref(context, solver);
  const sound = (): void => {
    const code = z3.get_error_code(context);
    if (code !== Z3_error_code.Z3_OK)
      throw new Error(`z3 refused the question: ${z3.get_error_msg(context, code)}`);
  };
  for (const assertion of assertions) z3.solver_assert(context, solver, build(assertion));
  const constants = inputs.map(build);
  sound();
  const status = await z3.solver_check(context, solver);
  sound();
  switch (status) {
    case Z3_lbool.Z3_L_FALSE:
      return { kind: 'unsatisfiable' };
    case Z3_lbool.Z3_L_TRUE: {
      const model = z3.solver_get_model(context, solver);
      z3.model_inc_ref(context, model);
      const valueOf = (constant: Ast): Ast => {
        const value = z3.model_eval(context, model, constant, true);
        if (value === null) throw new Error('z3 gave a model without a value');
        return value;
      };
      const values = constants.map(valueOf);
      return {
        kind: 'satisfiable',
        model: values.map((value, index) =>
          inputs[index]!.sort === 'real'
            ? readReal(z3, context, value)
            : readValue(z3.ast_to_string(context, value), inputs[index]!.sort),
        ),
        exact: !values.some((value) => z3.is_algebraic_number(context, value)),
      };
    }
    default:
      return { kind: 'unknown', reason: `z3: ${z3.solver_get_reason_unknown(context, solver)}` };
  }
}

function logicOf(inputs: readonly Term[]): string {
  return inputs.some(({ sort }) => sort === 'real') ? 'QF_NRA' : 'QF_BV';
}

/** Of an irrational number: a rational one that is less by 10^-40 at most. */
function readReal(z3: Z3, context: Context, value: Ast): Exact {
  const rational = z3.is_algebraic_number(context, value)
    ? z3.get_algebraic_number_lower(context, value, 40)
    : value;
  return reduced(exact(z3.get_numeral_string(context, rational)));
}

function readValue(text: string, sort: Term['sort']): bigint | boolean {
  if (sort === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const digits = /^#([xb][0-9a-f]+)$/.exec(text)?.[1];
  if (typeof sort !== 'number' || digits === undefined)
    throw new Error(`z3 gave the value ${text.slice(0, 100)}`);
  return BigInt.asIntN(sort, BigInt(`0${digits}`));
}
