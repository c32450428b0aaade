import type { Expression, Failure, Program, Statement } from '../program.ts';
import { FAILURES, MOST_ITERATIONS, MOST_STEPS } from '../program.ts';
import { createIntegerOperations } from './integer-operations.ts';
import type { Integers } from './integers.ts';
import { createRealOperations } from './real-operations.ts';
import type { State, SymbolicValue } from './state.ts';
import { chooseValue, mergeStates } from './state.ts';
import type { Term, Terms } from './terms.ts';

/** Everything that can become of a function, each with the condition on the inputs under which it does. */
export interface Summary {
  readonly returns: { readonly when: Term; readonly value: SymbolicValue | null };
  /** It returned nothing. */
  readonly nothing: Term;
  readonly threw: Term;
  readonly undefinedBehaviour: Term;
  readonly unmodelled: readonly { readonly when: Term; readonly reason: string }[];
}

/** Where the paths of one function call end. */
interface Frame {
  readonly returned: { readonly when: Term; readonly value: SymbolicValue | null }[];
  /** States that left the innermost loop or switch, and those that went on with the next round. */
  breaks: State[];
  continues: State[];
}

/**
 * Executes all paths of a program at once: both branches of a condition, then joined; loops unrolled; calls inlined.
 * The conditions in the summary exclude each other. A path ends at its first failure, as in `evaluate`.
 *
 * @throws TooManyTerms
 */
export function execute(
  terms: Terms,
  integers: Integers,
  program: Program,
  inputs: readonly SymbolicValue[],
): Summary {
  const unmodelled: { readonly when: Term; readonly reason: string }[] = [];
  let undefinedBehaviour = terms.no;
  let threw = terms.no;
  let steps = 0;
  let state: State = { active: terms.yes, variables: new Map() };
  let frame: Frame = { returned: [], breaks: [], continues: [] };
  const operations = (program.numbers === 'real' ? createRealOperations : createIntegerOperations)({
    ...{ terms, integers, fail, valueOf, conditionOf },
  });

  /** Ends the paths on which the condition holds. */
  function fail(condition: Term, failure: Failure): void {
    const when = terms.and(state.active, condition);
    if (when === terms.no) return;
    if (failure.kind === 'undefined') undefinedBehaviour = terms.or(undefinedBehaviour, when);
    else unmodelled.push({ when, reason: failure.reason });
    endPaths(condition);
  }

  function endPaths(condition: Term): void {
    state = { ...state, active: terms.and(state.active, terms.not(condition)) };
  }

  function call(name: string, values: readonly SymbolicValue[]): SymbolicValue | null {
    const { parameters, body } = program.functions[name]!;
    const outer = { frame, variables: state.variables };
    frame = { returned: [], breaks: [], continues: [] };
    const variables = new Map(
      parameters.map(({ variable, type }, index) => {
        const value = values[index]!;
        return [variable, type === null ? value : operations.converted(value, type)] as const;
      }),
    );
    state = { active: state.active, variables };
    run(body);
    const { returned } = frame;
    const fellThrough = state.active;
    frame = outer.frame;
    const active = returned.reduce((any, { when }) => terms.or(any, when), fellThrough);
    state = { active, variables: outer.variables };
    withoutValue = returned.reduce(
      (any, { when, value }) => (value === null ? terms.or(any, when) : any),
      fellThrough,
    );
    return returned.reduceRight<SymbolicValue | null>((rest, { when, value }) => {
      if (value === null || rest === null) return value ?? rest;
      return chooseValue(terms, integers, when, value, rest);
    }, null);
  }

  /** When the function called last ended without a value. */
  let withoutValue = terms.no;

  function step(): boolean {
    steps += 1;
    if (steps > MOST_STEPS) fail(terms.yes, FAILURES.tooLarge);
    return state.active !== terms.no;
  }

  function run(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (!step()) return;
      runOne(statement);
    }
  }

  function runOne(statement: Statement): void {
    switch (statement.kind) {
      case 'assign': {
        const value = valueOf(statement.value);
        state = { ...state, variables: new Map(state.variables).set(statement.variable, value) };
        return;
      }
      case 'evaluate':
        if (statement.value.kind === 'call')
          call(statement.value.function, statement.value.arguments.map(valueOf));
        else valueOf(statement.value);
        return;
      case 'if':
        branch(
          conditionOf(statement.condition),
          () => run(statement.whenTrue),
          () => run(statement.whenFalse),
        );
        return;
      case 'loop':
        runLoop(statement);
        return;
      case 'breakable': {
        const outer = frame.breaks;
        frame.breaks = [];
        run(statement.body);
        state = mergeStates(terms, integers, [...frame.breaks, state]);
        frame.breaks = outer;
        return;
      }
      case 'break':
        frame.breaks.push(state);
        return endPaths(terms.yes);
      case 'continue':
        frame.continues.push(state);
        return endPaths(terms.yes);
      case 'return': {
        const value = statement.value === null ? null : valueOf(statement.value);
        frame.returned.push({ when: state.active, value });
        return endPaths(terms.yes);
      }
      case 'throw':
        threw = terms.or(threw, state.active);
        return endPaths(terms.yes);
      case 'fail':
        return fail(terms.yes, statement.failure);
    }
  }

  /** Runs both sides on the paths where they are taken, and joins the paths behind them. */
  function branch(condition: Term, whenTrue: () => void, whenFalse: () => void): void {
    const before = state;
    state = { ...before, active: terms.and(before.active, condition) };
    if (state.active !== terms.no) whenTrue();
    const afterTrue = state;
    state = { ...before, active: terms.and(before.active, terms.not(condition)) };
    if (state.active !== terms.no) whenFalse();
    const afterFalse = state;
    state = mergeStates(terms, integers, [afterTrue, afterFalse], condition);
    // Where neither side ended a path, the join is what came in; the terms need not say so.
    const untouched =
      afterTrue.active === terms.and(before.active, condition) &&
      afterFalse.active === terms.and(before.active, terms.not(condition));
    if (untouched) state = { ...state, active: before.active };
  }

  function runLoop(loop: Statement & { readonly kind: 'loop' }): void {
    const outer = { breaks: frame.breaks, continues: frame.continues };
    frame.breaks = [];
    for (let round = 0; state.active !== terms.no; round += 1) {
      if (loop.testFirst || round > 0) {
        const condition = conditionOf(loop.condition);
        frame.breaks.push({ ...state, active: terms.and(state.active, terms.not(condition)) });
        state = { ...state, active: terms.and(state.active, condition) };
      }
      if (round === MOST_ITERATIONS) fail(terms.yes, FAILURES.loop);
      frame.continues = [];
      run(loop.body);
      state = mergeStates(terms, integers, [...frame.continues, state]);
      run(loop.update);
    }
    state = mergeStates(terms, integers, [...frame.breaks, state]);
    frame.breaks = outer.breaks;
    frame.continues = outer.continues;
  }

  function conditionOf(expression: Expression): Term {
    const value = valueOf(expression);
    if (value.kind !== 'boolean') throw new TypeError('a condition that is no boolean left the front end');
    return value.term;
  }

  function valueOf(expression: Expression): SymbolicValue {
    step();
    switch (expression.kind) {
      case 'boolean':
        return { kind: 'boolean', term: terms.boolean(expression.value) };
      case 'variable':
        return state.variables.get(expression.variable)!;
      case 'same-boolean': {
        const [left, right] = [conditionOf(expression.left), conditionOf(expression.right)];
        return { kind: 'boolean', term: terms.choose(left, right, terms.not(right)) };
      }
      case 'not':
        return { kind: 'boolean', term: terms.not(conditionOf(expression.operand)) };
      case 'conditional':
        return conditional(expression);
      case 'require': {
        fail(terms.not(conditionOf(expression.condition)), expression.otherwise);
        return valueOf(expression.operand);
      }
      case 'call': {
        const value = call(expression.function, expression.arguments.map(valueOf));
        fail(withoutValue, FAILURES.noValue);
        return value ?? operations.zero;
      }
      default:
        return operations.valueOf(expression);
    }
  }

  /** Either side counts only where it is evaluated. */
  function conditional(expression: Expression & { readonly kind: 'conditional' }): SymbolicValue {
    const condition = conditionOf(expression.condition);
    let whenTrue: SymbolicValue | null = null;
    let whenFalse: SymbolicValue | null = null;
    branch(
      condition,
      () => (whenTrue = valueOf(expression.whenTrue)),
      () => (whenFalse = valueOf(expression.whenFalse)),
    );
    const one = whenTrue ?? whenFalse ?? operations.zero;
    return chooseValue(terms, integers, condition, one, whenFalse ?? one);
  }

  const value = call(program.entry, inputs);
  return {
    returns: { when: terms.and(state.active, terms.not(withoutValue)), value },
    nothing: terms.and(state.active, withoutValue),
    threw,
    undefinedBehaviour,
    unmodelled,
  };
}
