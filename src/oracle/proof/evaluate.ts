import { Ended, fail } from './concrete/ended.ts';
import { integerOperations } from './concrete/integer-operations.ts';
import type { Operations } from './concrete/operations.ts';
import { REAL_OPERATIONS } from './concrete/real-operations.ts';
import type { FunctionOutcome, Value } from './outcome-of-function.ts';
import type { Inputs } from './problem.ts';
import type { Expression, Program, Statement } from './program.ts';
import { FAILURES, MOST_ITERATIONS, MOST_STEPS } from './program.ts';

/** How a statement passes control on. */
type Flow =
  | { readonly kind: 'next' }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Value | null };

const NEXT: Flow = { kind: 'next' };

/**
 * Runs a program on concrete inputs. JavaScript numbers are added, subtracted and multiplied by the doubles of the
 * machine, C integers as big integers, real numbers as fractions of them, so that an error in the symbolic model of any
 * shows.
 *
 * @param inputs one for each parameter of the entry
 */
export function evaluate(program: Program, inputs: readonly Inputs[string][]): FunctionOutcome {
  const operations = program.numbers === 'real' ? REAL_OPERATIONS : integerOperations(program.numbers);
  const call = createMachine(program, operations);
  try {
    const value = call(program.entry, inputs.map(operations.fromInput));
    return value === null ? { kind: 'nothing' } : { kind: 'value', value };
  } catch (error) {
    if (error instanceof Ended) return error.outcome;
    throw error;
  }
}

function createMachine(program: Program, operations: Operations) {
  let steps = 0;

  function step(): void {
    steps += 1;
    if (steps > MOST_STEPS) fail(FAILURES.tooLarge);
  }

  function call(name: string, values: readonly Value[]): Value | null {
    const { parameters, body } = program.functions[name]!;
    const variables = new Map<string, Value>();
    for (const [index, { variable, type }] of parameters.entries()) {
      const value = values[index]!;
      variables.set(variable, type === null ? value : operations.converted(value, type));
    }
    const flow = run(body, variables);
    return flow.kind === 'return' ? flow.value : null;
  }

  function run(statements: readonly Statement[], variables: Map<string, Value>): Flow {
    for (const statement of statements) {
      const flow = runOne(statement, variables);
      if (flow.kind !== 'next') return flow;
    }
    return NEXT;
  }

  function runOne(statement: Statement, variables: Map<string, Value>): Flow {
    step();
    switch (statement.kind) {
      case 'assign':
        variables.set(statement.variable, valueOf(statement.value, variables));
        return NEXT;
      case 'evaluate':
        evaluateUnused(statement.value, variables);
        return NEXT;
      case 'if':
        return run(
          valueOf(statement.condition, variables) === true ? statement.whenTrue : statement.whenFalse,
          variables,
        );
      case 'loop':
        return runLoop(statement, variables);
      case 'breakable': {
        const flow = run(statement.body, variables);
        return flow.kind === 'break' ? NEXT : flow;
      }
      case 'break':
      case 'continue':
        return { kind: statement.kind };
      case 'return':
        return {
          kind: 'return',
          value: statement.value === null ? null : valueOf(statement.value, variables),
        };
      case 'throw':
        throw new Ended({ kind: 'threw' });
      case 'fail':
        return fail(statement.failure);
    }
  }

  function runLoop(loop: Statement & { readonly kind: 'loop' }, variables: Map<string, Value>): Flow {
    for (let round = 0; ; round += 1) {
      const tested = loop.testFirst || round > 0;
      if (tested && valueOf(loop.condition, variables) !== true) return NEXT;
      if (round === MOST_ITERATIONS) fail(FAILURES.loop);
      const flow = run(loop.body, variables);
      if (flow.kind === 'break') return NEXT;
      if (flow.kind === 'return') return flow;
      run(loop.update, variables);
    }
  }

  /** A call whose value nobody wants may end without one. */
  function evaluateUnused(expression: Expression, variables: Map<string, Value>): void {
    if (expression.kind !== 'call') valueOf(expression, variables);
    else
      call(
        expression.function,
        expression.arguments.map((argument) => valueOf(argument, variables)),
      );
  }

  function valueOf(expression: Expression, variables: Map<string, Value>): Value {
    step();
    const of = (operand: Expression): Value => valueOf(operand, variables);
    switch (expression.kind) {
      case 'boolean':
        return expression.value;
      case 'variable':
        return variables.get(expression.variable)!;
      case 'same-boolean':
        return of(expression.left) === of(expression.right);
      case 'not':
        return of(expression.operand) !== true;
      case 'conditional':
        return of(expression.condition) === true ? of(expression.whenTrue) : of(expression.whenFalse);
      case 'require':
        if (of(expression.condition) !== true) fail(expression.otherwise);
        return of(expression.operand);
      case 'call':
        return call(expression.function, expression.arguments.map(of)) ?? fail(FAILURES.noValue);
      default:
        return operations.valueOf(expression, of);
    }
  }

  return call;
}
