import { FulcrumError } from '../../kernel/errors.ts';
import type { Exact } from '../checks/exact-arithmetic.ts';
import { compare, exact } from '../checks/exact-arithmetic.ts';
import type { ZeroRule } from './outcome-of-function.ts';
import type { IntegerType, Kind } from './program.ts';
import { rangeOf } from './program.ts';

export type ParameterType = keyof typeof PARAMETER_TYPES;

/** What a function is called with: every value of the type that lies within the bounds. */
export interface ProofParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Inclusive; the type's own bound when left out. Not for booleans. Of a real: the decimal that is written. */
  readonly minimum?: bigint | number;
  readonly maximum?: bigint | number;
}

/** The text of a file and the function in it that counts. */
export interface FunctionText {
  readonly language: 'typescript' | 'javascript' | 'c';
  readonly text: string;
  /** Name it is exported under (`default` for the default export) or, in C, defined with. */
  readonly name: string;
}

/** Do both functions have the same result for all values of the parameters? */
export interface ProofProblem {
  readonly reference: FunctionText;
  readonly candidate: FunctionText;
  /** In the order of the functions' own; the names are for the report. */
  readonly parameters: readonly ProofParameter[];
  /** Whether JavaScript's 0 and -0 are different results. */
  readonly zeros: ZeroRule;
}

/** The values of one parameter. */
export type Domain =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly low: bigint; readonly high: bigint }
  | { readonly kind: 'real'; readonly low: Exact | null; readonly high: Exact | null };

export type Inputs = { readonly [parameter: string]: bigint | boolean | Exact };

const integerType = (bits: number, signed: boolean): IntegerType => ({ bits, signed });

const PARAMETER_TYPES = {
  boolean: 'boolean',
  int8: integerType(8, true),
  int16: integerType(16, true),
  int32: integerType(32, true),
  int64: integerType(64, true),
  uint8: integerType(8, false),
  uint16: integerType(16, false),
  uint32: integerType(32, false),
  uint64: integerType(64, false),
  real: 'real',
} as const;

export function domainOf({ type, minimum, maximum }: ProofParameter): Domain {
  const known = PARAMETER_TYPES[type];
  if (known === 'boolean') return { kind: 'boolean' };
  if (known === 'real') return { kind: 'real', low: boundOf(minimum), high: boundOf(maximum) };
  const { low, high } = rangeOf(known);
  return { kind: 'integer', low: BigInt(minimum ?? low), high: BigInt(maximum ?? high) };
}

function boundOf(bound: bigint | number | undefined): Exact | null {
  return bound === undefined ? null : exact(String(bound));
}

/** Whether numbers are those of mathematics, so that what is proved holds for no machine's. */
export function isOverReals({ parameters }: Pick<ProofProblem, 'parameters'>): boolean {
  return parameters.some(({ type }) => type === 'real');
}

export function kindOf({ type }: ProofParameter): Kind {
  return type === 'boolean' ? 'boolean' : 'number';
}

/** @throws FulcrumError `FULCRUM_E_PROOF_INVALID` when no function could be called like this */
export function checkProblem(problem: ProofProblem): void {
  const names = new Set<string>();
  const javaScript = [problem.reference, problem.candidate].some(({ language }) => language !== 'c');
  for (const parameter of problem.parameters) {
    const fault = faultOf(parameter, javaScript, names) ?? faultBesideReals(parameter, problem);
    if (fault !== null) throw invalid(fault, parameter.name);
    names.add(parameter.name);
  }
}

function faultBesideReals({ type }: ProofParameter, problem: ProofProblem): string | null {
  if (!isOverReals(problem)) return null;
  if (type !== 'real' && type !== 'boolean')
    return 'An integer stands beside a real parameter, where every number is real';
  const inC = problem.reference.language === 'c' || problem.candidate.language === 'c';
  return inC ? 'The type `real` is for TypeScript and JavaScript only' : null;
}

function faultOf(parameter: ProofParameter, javaScript: boolean, names: ReadonlySet<string>): string | null {
  const { name, type, minimum, maximum } = parameter;
  if (names.has(name)) return 'The parameter is declared twice';
  if (!Object.hasOwn(PARAMETER_TYPES, type)) return `The parameter has the unknown type \`${type}\``;
  const bounds = [minimum, maximum].filter((bound) => bound !== undefined);
  if (type === 'real') return faultOfReal(parameter, bounds);
  if (bounds.some((bound) => typeof bound === 'number' && !Number.isSafeInteger(bound)))
    return 'A bound of the parameter is no safe integer';
  const known = PARAMETER_TYPES[type];
  if (known === 'boolean') return bounds.length > 0 ? 'A boolean parameter has no bounds' : null;
  const [domain, range] = [domainOf(parameter) as Domain & { readonly kind: 'integer' }, rangeOf(known)];
  if (domain.low < range.low || domain.high > range.high) return `A bound lies outside ${type}`;
  if (domain.low > domain.high) return 'The minimum is greater than the maximum';
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  if (javaScript && (domain.low < -safe || domain.high > safe))
    return 'JavaScript numbers hold integers up to 2^53 - 1 only, and the parameter goes further';
  return null;
}

function faultOfReal(parameter: ProofParameter, bounds: readonly (bigint | number)[]): string | null {
  if (!bounds.every((bound) => Number.isFinite(Number(bound))))
    return 'A bound of the parameter is not finite';
  const { low, high } = domainOf(parameter) as Domain & { readonly kind: 'real' };
  const empty = low !== null && high !== null && compare(low, high) > 0;
  return empty ? 'The minimum is greater than the maximum' : null;
}

function invalid(what: string, where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_PROOF_INVALID',
    domain: 'oracle',
    what,
    where: `parameter \`${where}\` of a proof`,
    mend: `Declare each parameter once, with one of ${Object.keys(PARAMETER_TYPES).join(', ')} and bounds inside it`,
  });
}
