import type { Domain, ProofProblem } from '../problem.ts';
import { domainOf } from '../problem.ts';
import type { Program } from '../program.ts';
import type { Summary } from './execute.ts';
import { execute } from './execute.ts';
import type { Integers } from './integers.ts';
import { createIntegers } from './integers.ts';
import { createReals } from './reals.ts';
import type { SymbolicValue } from './state.ts';
import type { Term, Terms } from './terms.ts';
import { createTerms } from './terms.ts';

/** Each a conjunction to be satisfied. */
export interface Questions {
  readonly inputs: readonly Term[];
  /** The reference is defined, both are modelled, and the results differ or the candidate is undefined. */
  readonly differs: readonly Term[];
  /** The reference is not undefined, and one of the two leaves what is modelled. */
  readonly leavesModel: readonly Term[];
  /** Why it may be left. */
  readonly reasons: readonly string[];
  readonly referenceDefined: readonly Term[];
  readonly referenceUndefined: readonly Term[];
}

/** @throws TooManyTerms */
export function questionsAbout(problem: ProofProblem, reference: Program, candidate: Program): Questions {
  const terms = createTerms();
  const integers = createIntegers(terms);
  const inputs = problem.parameters.map((parameter, index) =>
    inputOf(terms, integers, `input${index}`, domainOf(parameter)),
  );
  const values = inputs.map(({ value }) => value);
  const [expected, given] = [reference, candidate].map((program) =>
    execute(terms, integers, program, values),
  ) as [Summary, Summary];
  const domain = inputs.map(({ within }) => within);
  const zeros =
    reference.numbers === 'double' && candidate.numbers === 'double' && problem.zeros === 'distinct';
  const same = sameResult(terms, integers, expected, given, zeros);
  const defined = terms.not(expected.undefinedBehaviour);
  const outside = terms.or(leaves(terms, expected), leaves(terms, given));
  return {
    inputs: inputs.map(({ term }) => term),
    differs: [...domain, defined, terms.not(outside), terms.not(same)],
    leavesModel: [...domain, defined, outside],
    reasons: [...new Set([...expected.unmodelled, ...given.unmodelled].map(({ reason }) => reason))],
    referenceDefined: [...domain, defined],
    referenceUndefined: [...domain, expected.undefinedBehaviour],
  };
}

interface SymbolicInput {
  readonly term: Term;
  readonly within: Term;
  readonly value: SymbolicValue;
}

function inputOf(terms: Terms, integers: Integers, name: string, domain: Domain): SymbolicInput {
  if (domain.kind === 'boolean') {
    const term = terms.input(name, 'boolean');
    return { term, within: terms.yes, value: { kind: 'boolean', term } };
  }
  if (domain.kind === 'real') {
    const term = terms.input(name, 'real');
    return { term, within: withinReals(terms, term, domain), value: { kind: 'real', term } };
  }
  const { low, high } = domain;
  const integer = integers.input(name, low, high);
  return {
    term: integer.term,
    within: integers.inInterval(integer, low, high),
    value: { kind: 'integer', integer, negativeZero: terms.no },
  };
}

function withinReals(terms: Terms, term: Term, { low, high }: Domain & { readonly kind: 'real' }): Term {
  const reals = createReals(terms);
  const above = low === null ? terms.yes : reals.atMost(reals.constant(low), term);
  return high === null ? above : terms.and(above, reals.atMost(term, reals.constant(high)));
}

function leaves(terms: Terms, { unmodelled }: Summary): Term {
  return unmodelled.reduce((any, { when }) => terms.or(any, when), terms.no);
}

function sameResult(
  terms: Terms,
  integers: Integers,
  left: Summary,
  right: Summary,
  signedZeros: boolean,
): Term {
  const bothThrew = terms.and(left.threw, right.threw);
  const bothNothing = terms.and(left.nothing, right.nothing);
  const bothReturned = terms.and(left.returns.when, right.returns.when);
  const values = sameValue(terms, integers, left.returns.value, right.returns.value, signedZeros);
  return terms.or(terms.or(bothThrew, bothNothing), terms.and(bothReturned, values));
}

function sameValue(
  terms: Terms,
  integers: Integers,
  left: SymbolicValue | null,
  right: SymbolicValue | null,
  signedZeros: boolean,
): Term {
  if (left?.kind === 'boolean' && right?.kind === 'boolean') return alike(terms, left.term, right.term);
  if (left?.kind === 'real' && right?.kind === 'real') return terms.same(left.term, right.term);
  if (left?.kind !== 'integer' || right?.kind !== 'integer') return terms.no;
  const same = integers.same(left.integer, right.integer);
  return signedZeros ? terms.and(same, alike(terms, left.negativeZero, right.negativeZero)) : same;
}

function alike(terms: Terms, left: Term, right: Term): Term {
  return terms.choose(left, right, terms.not(right));
}
