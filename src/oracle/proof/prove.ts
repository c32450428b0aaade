import { nearestDouble } from '../checks/exact-arithmetic.ts';
import { translateC } from './c/translate.ts';
import { evaluate } from './evaluate.ts';
import type { FunctionOutcome } from './outcome-of-function.ts';
import { outcomeText, sameOutcome } from './outcome-of-function.ts';
import type { FunctionText, Inputs, ProofProblem } from './problem.ts';
import { domainOf, isOverReals, kindOf } from './problem.ts';
import type { Kind, Program } from './program.ts';
import { FAILURES } from './program.ts';
import { rationalText } from './rational.ts';
import { sampleInputs } from './samples.ts';
import type { Solver, SolverAnswer } from './solver.ts';
import { questionsAbout } from './symbolic/questions.ts';
import { TooManyTerms } from './symbolic/terms.ts';
import { translateTypeScript } from './typescript/translate.ts';
import { Unmodelled } from './unmodelled.ts';

export type ProofResult =
  /** Same result on all inputs for which the reference is defined. */
  | {
      readonly kind: 'equal';
      /** Over the reals, not in floating point: as numbers of a machine the results may differ. */
      readonly overReals: boolean;
      /** An input on which the reference has undefined behaviour, so that nothing was asked of the candidate there. */
      readonly referenceUndefinedAt: Inputs | 'irrational inputs' | null;
    }
  | { readonly kind: 'different'; readonly counterexample: Counterexample }
  | {
      readonly kind: 'unknown';
      /** Whose fault it is that nothing could be said. */
      readonly about: 'reference' | 'candidate' | 'solver';
      readonly reason: string;
    };

/** Inputs on which both functions were evaluated, and differ. */
export interface Counterexample {
  readonly inputs: Inputs;
  readonly reference: string;
  readonly candidate: string;
}

type Side = 'reference' | 'candidate';

interface Pair {
  readonly reference: FunctionOutcome;
  readonly candidate: FunctionOutcome;
}

/**
 * Tries inputs first; then asks the solver for an input on which the functions differ. What it finds is evaluated
 * before it is believed. `equal` is said only when there is no such input and none on which the model would not hold.
 *
 * @param problem checked by `checkProblem`
 * @throws Error when solver and evaluation contradict each other: a fault of the engine, no verdict
 */
export async function prove(problem: ProofProblem, solver: Solver): Promise<ProofResult> {
  const programs = { reference: read(problem, 'reference'), candidate: read(problem, 'candidate') };
  for (const about of ['reference', 'candidate'] as const) {
    const program = programs[about];
    if (typeof program === 'string') return { kind: 'unknown', about, reason: program };
  }
  const { reference, candidate } = programs as { readonly [side in Side]: Program };
  const both = (inputs: readonly Inputs[string][]): Pair => ({
    reference: evaluate(reference, inputs),
    candidate: evaluate(candidate, inputs),
  });
  try {
    return (
      differenceAmongSamples(problem, both) ?? (await solve(problem, reference, candidate, both, solver))
    );
  } catch (error) {
    if (error instanceof TooManyTerms) return { kind: 'unknown', about: 'solver', reason: error.message };
    if (isTooDeep(error)) return { kind: 'unknown', about: 'solver', reason: TOO_DEEP };
    throw error;
  }
}

const TOO_DEEP = 'the functions are nested too deep';

/** The program, or why there is none. */
function read(problem: ProofProblem, side: Side): Program | string {
  const { parameters } = problem;
  try {
    const numbers = isOverReals(problem) ? 'real' : 'double';
    const program = translate(problem[side], parameters.map(kindOf), numbers);
    const own = program.functions[program.entry]!.parameters.length;
    return own === parameters.length ? program : `it has ${own} parameters, not ${parameters.length}`;
  } catch (error) {
    if (error instanceof Unmodelled) return error.message;
    if (isTooDeep(error)) return TOO_DEEP;
    throw error;
  }
}

function translate(
  { language, text, name }: FunctionText,
  kinds: readonly Kind[],
  numbers: 'double' | 'real',
) {
  switch (language) {
    case 'typescript':
    case 'javascript':
      return translateTypeScript(language, text, name, kinds, numbers);
    case 'c':
      return translateC(text, name);
  }
}

/** Samples that were too large to evaluate, before no more are tried: each takes as long as evaluation may. */
const MOST_GIVEN_UP = 10;

function isTooLarge(outcome: FunctionOutcome): boolean {
  return outcome.kind === 'failed' && outcome.failure.reason === FAILURES.tooLarge.reason;
}

function differenceAmongSamples(
  problem: ProofProblem,
  both: (inputs: readonly Inputs[string][]) => Pair,
): ProofResult | null {
  let givenUp = 0;
  for (const inputs of sampleInputs(problem.parameters.map(domainOf))) {
    const outcomes = both(inputs);
    if (differs(outcomes, problem)) return different(problem, inputs, outcomes);
    if (isTooLarge(outcomes.reference) || isTooLarge(outcomes.candidate)) givenUp += 1;
    if (givenUp === MOST_GIVEN_UP) return null;
  }
  return null;
}

async function solve(
  problem: ProofProblem,
  reference: Program,
  candidate: Program,
  both: (inputs: readonly Inputs[string][]) => Pair,
  solver: Solver,
): Promise<ProofResult> {
  const questions = questionsAbout(problem, reference, candidate);
  const ask = (question: (typeof questions)['differs']) => solver.ask(question, questions.inputs);
  const unknown = (reason: string): ProofResult => ({ kind: 'unknown', about: 'solver', reason });

  const difference = await ask(questions.differs);
  if (difference.kind === 'unknown') return unknown(difference.reason);
  if (difference.kind === 'satisfiable') {
    const outcomes = both(difference.model);
    if (differs(outcomes, problem)) return different(problem, difference.model, outcomes);
    const unseen = whyUnseen(outcomes, difference.exact);
    if (unseen !== null) return unknown(`${unseen}, as near ${roughText(problem, difference.model)}`);
    throw contradiction('a difference', problem, difference.model, outcomes);
  }

  const outside = await ask(questions.leavesModel);
  if (outside.kind === 'unknown') return unknown(outside.reason);
  if (outside.kind === 'satisfiable')
    return unmodelled(problem, outside.model, both(outside.model), questions.reasons);

  const nowhere = await ask(questions.referenceDefined);
  if (nowhere.kind === 'unknown') return unknown(nowhere.reason);
  if (nowhere.kind === 'unsatisfiable')
    return { kind: 'unknown', about: 'reference', reason: 'it is undefined for all inputs' };

  const somewhere = await ask(questions.referenceUndefined);
  if (somewhere.kind === 'unknown') return unknown(somewhere.reason);
  return {
    kind: 'equal',
    overReals: isOverReals(problem),
    referenceUndefinedAt: whereOf(problem, somewhere),
  };
}

function whereOf(problem: ProofProblem, answer: SolverAnswer): Inputs | 'irrational inputs' | null {
  if (answer.kind !== 'satisfiable') return null;
  return answer.exact ? named(problem, answer.model) : 'irrational inputs';
}

/** Why evaluation cannot show a difference that is there; null when it would. */
function whyUnseen({ reference, candidate }: Pair, exact: boolean): string | null {
  if (!exact) return 'they differ for irrational inputs, which are not evaluated';
  const failures = [reference, candidate].filter((outcome) => outcome.kind === 'failed');
  return failures.some(({ failure }) => failure.reason === FAILURES.fraction.reason)
    ? FAILURES.fraction.reason
    : null;
}

/** A failure of the reference asks nothing of the candidate; what is not modelled says nothing of either. */
function differs({ reference, candidate }: Pair, { zeros }: ProofProblem): boolean {
  if (reference.kind === 'failed') return false;
  if (candidate.kind === 'failed') return candidate.failure.kind === 'undefined';
  return !sameOutcome(reference, candidate, zeros);
}

function different(
  problem: ProofProblem,
  inputs: readonly Inputs[string][],
  { reference, candidate }: Pair,
): ProofResult {
  return {
    kind: 'different',
    counterexample: {
      inputs: named(problem, inputs),
      reference: outcomeText(reference),
      candidate: outcomeText(candidate),
    },
  };
}

function unmodelled(
  problem: ProofProblem,
  inputs: readonly Inputs[string][],
  pair: Pair,
  reasons: readonly string[],
): ProofResult {
  for (const about of ['reference', 'candidate'] as const) {
    const outcome = pair[about];
    if (outcome.kind === 'failed' && outcome.failure.kind === 'unmodelled')
      return {
        kind: 'unknown',
        about,
        reason: `${outcome.failure.reason}, as for ${inputText(problem, inputs)}`,
      };
  }
  // The model gives up earlier than evaluation where it knows a range instead of a value.
  return {
    kind: 'unknown',
    about: 'solver',
    reason: reasons.join('; '),
  };
}

function contradiction(
  what: string,
  problem: ProofProblem,
  inputs: readonly Inputs[string][],
  { reference, candidate }: Pair,
): Error {
  const results = `${outcomeText(reference)} and ${outcomeText(candidate)}`;
  return new Error(
    `the solver finds ${what} for ${inputText(problem, inputs)}, where evaluation gives ${results}`,
  );
}

function named({ parameters }: ProofProblem, inputs: readonly Inputs[string][]): Inputs {
  return Object.fromEntries(parameters.map(({ name }, index) => [name, inputs[index]!]));
}

function inputText({ parameters }: ProofProblem, inputs: readonly Inputs[string][]): string {
  return (
    parameters.map(({ name }, index) => `${name} = ${inputValueText(inputs[index]!)}`).join(', ') ||
    'no input'
  );
}

/** For fractions too long to be read. */
function roughText({ parameters }: ProofProblem, inputs: readonly Inputs[string][]): string {
  return parameters
    .map(({ name }, index) => {
      const input = inputs[index]!;
      return `${name} = ${String(typeof input === 'object' ? nearestDouble(input) : input)}`;
    })
    .join(', ');
}

/** `3`, `1/3` or `true`. */
export function inputValueText(input: Inputs[string]): string {
  return typeof input === 'object' ? rationalText(input) : String(input);
}

function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}
