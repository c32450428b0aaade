import { extname } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { CheckContext, CheckOutcome } from '../define.ts';
import { proveWithCbmc } from '../proof/cbmc/prove-with-cbmc.ts';
import type { FunctionText, Inputs, ProofProblem } from '../proof/problem.ts';
import { checkProblem, isOverReals } from '../proof/problem.ts';
import type { Counterexample, ProofResult } from '../proof/prove.ts';
import { inputValueText } from '../proof/prove.ts';
import type { Prover } from '../proof/prover.ts';
import { createProver, requireSolver } from '../proof/prover.ts';
import { checkKind } from './check-kind.ts';
import { nearestDouble } from './exact-arithmetic.ts';

const type = z.enum([
  ...['boolean', 'int8', 'int16', 'int32', 'int64'],
  ...['uint8', 'uint16', 'uint32', 'uint64', 'real'],
] as [ProofProblem['parameters'][number]['type']]);

const parameter = z.union([
  type,
  z.strictObject({ type, minimum: z.number().optional(), maximum: z.number().optional() }),
]);

const options = z.strictObject({
  file: z.string().min(1).describe('The candidate’s file'),
  function: z.string().min(1).describe('Name it exports the function under; in C, the function’s name'),
  reference: z
    .strictObject({ file: z.string().min(1), function: z.string().min(1) })
    .nullable()
    .default(null)
    .describe('A trusted file of the task and the function in it; null: the same function of the baseline'),
  parameters: z.record(z.string().min(1), parameter).describe('Type and bounds of each parameter, in order'),
  zeros: z.enum(['distinct', 'equal']).default('distinct').describe('Whether 0 and -0 are different results'),
  seconds: z.number().positive().default(30).describe('Time for one proof'),
});

const LANGUAGES: { readonly [extension: string]: FunctionText['language'] } = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.c': 'c',
};

/** The candidate's function has the same result as the reference for all values of its parameters. */
export const proofCheck = checkKind(options, async (given, place, host) => {
  requireSolver(`check "${place.name}"`);
  const prover = host.shared('prover', createProver);
  const parameters = Object.entries(given.parameters).map(([name, value]) =>
    typeof value === 'string' ? { name, type: value } : { name, ...boundsOf(value) },
  );
  const { zeros, seconds } = given;
  const language = (path: string, field: string): FunctionText['language'] => {
    const known = LANGUAGES[extname(path)];
    if (known !== undefined) return known;
    throw host.invalid(
      `${path} is in no language that is proved`,
      field,
      'Name a .ts, .mts, .js, .mjs or .c file',
    );
  };
  const own = { language: language(given.file, 'file'), name: given.function };
  const trusted =
    given.reference === null
      ? null
      : {
          language: language(given.reference.file, 'reference.file'),
          name: given.reference.function,
          text: new TextDecoder().decode(host.read(given.reference.file)),
        };
  const problem = (reference: FunctionText, candidate: FunctionText): ProofProblem => ({
    ...{ reference, candidate, parameters, zeros },
  });
  const sample = trusted ?? { ...own, text: '' };
  checkProblem(problem(sample, { ...own, text: '' }));
  if (trusted !== null) {
    const result = await proofOf(prover, problem(trusted, trusted), seconds);
    if (result.kind === 'unknown')
      throw host.invalid(`Nothing can be proved of it: ${result.reason}`, 'reference', MEND);
  }

  return {
    ...place,
    // Over the reals nothing is proved of what the machine computes.
    ...(isOverReals({ parameters }) ? {} : { grade: 'proved' as const }),
    inspects: true,
    // Our own prover, and CBMC where that could not tell.
    seconds: 2 * seconds + 5,
    run: async ({ files }: CheckContext): Promise<CheckOutcome> => {
      const text = files.candidate.text(given.file);
      if (text === null) return { status: 'fail', reason: `there is no ${given.file}` };
      const baseline = files.baseline.text(given.file);
      if (trusted === null && baseline === null)
        throw host.invalid(`The baseline has no ${given.file}`, 'file', MEND);
      const reference = trusted ?? { ...own, text: baseline! };
      const result = await proofOf(prover, problem(reference, { ...own, text }), seconds);
      if (trusted === null && text === baseline && isBeyondProof(result))
        throw host.invalid(`Nothing can be proved of the baseline: ${result.reason}`, 'function', MEND);
      return outcomeOf(result);
    },
  };
});

function boundsOf({ type: own, minimum, maximum }: Exclude<z.infer<typeof parameter>, string>) {
  return {
    type: own,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

const MEND = 'Keep the function within the subset of docs/guides/proof.md, or use another kind of check';

async function proofOf(prover: Prover, problem: ProofProblem, seconds: number): Promise<ProofResult> {
  const result = await prover.prove(problem, seconds);
  const inC = problem.reference.language === 'c' && problem.candidate.language === 'c';
  if (result.kind !== 'unknown' || !inC) return result;
  const other = await proveWithCbmc(problem, seconds);
  if (other === null) return result;
  return other.kind === 'unknown' ? { ...result, reason: `${result.reason}; ${other.reason}` } : other;
}

type Unknown = ProofResult & { readonly kind: 'unknown' };

/** Of a function beside itself. A solver that ran out of time may have more of it next time. */
function isBeyondProof(result: ProofResult): result is Unknown {
  return result.kind === 'unknown' && result.about !== 'solver';
}

/** What could not be proved has not passed. */
function outcomeOf(result: ProofResult): CheckOutcome {
  switch (result.kind) {
    case 'equal':
      return {
        status: 'pass',
        metrics: result.overReals ? { equalOverReals: 1 } : { proved: 1 },
        evidence: {
          ...(result.overReals ? { holds: OVER_REALS } : {}),
          referenceUndefinedAt: shownInputs(result.referenceUndefinedAt),
        },
      };
    case 'different':
      return { status: 'fail', ...differenceOf(result.counterexample) };
    case 'unknown':
      return {
        status: 'fail',
        reason: `not proved (${result.about}): ${result.reason}`,
        evidence: { about: result.about, reason: result.reason },
      };
  }
}

const OVER_REALS = 'over the reals, not in floating point';

function differenceOf({ inputs, reference, candidate }: Counterexample) {
  const shown = Object.entries(inputs).map(([name, value]) => `${name} = ${inputValueText(value)}`);
  const doubles = nearestDoubles(inputs);
  const differs = `for ${shown.join(', ')} it gives ${candidate}, the reference ${reference}`;
  const evidence = { inputs: shownInputs(inputs), reference, candidate };
  if (doubles === null) return { reason: differs, evidence };
  return {
    reason: `${OVER_REALS}: ${differs}`,
    evidence: { ...evidence, holds: OVER_REALS, nearestDoubles: doubles },
  };
}

/** What a machine would be called with, as text: it may be an infinity. Null when there is no real number. */
function nearestDoubles(inputs: Inputs): { readonly [parameter: string]: string } | null {
  const reals = Object.entries(inputs).flatMap(([name, value]) =>
    typeof value === 'object' ? [[name, String(nearestDouble(value))] as const] : [],
  );
  return reals.length === 0 ? null : Object.fromEntries(reals);
}

/** As text: JSON has no integers beyond 2^53. */
function shownInputs(inputs: Inputs | string | null): Json {
  if (inputs === null || typeof inputs === 'string') return inputs;
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, inputValueText(value)]));
}
