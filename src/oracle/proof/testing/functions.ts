import type { FunctionText, ProofParameter, ProofProblem } from '../problem.ts';

/** `x`, or `x` and `y`, each of the 32-bit signed integers. */
export const X: readonly ProofParameter[] = [{ name: 'x', type: 'int32' }];
export const XY: readonly ProofParameter[] = [...X, { name: 'y', type: 'int32' }];

/** `x`, or `x` and `y`, each of the real numbers. */
export const REAL_X: readonly ProofParameter[] = [{ name: 'x', type: 'real' }];
export const REAL_XY: readonly ProofParameter[] = [...REAL_X, { name: 'y', type: 'real' }];

/** A module that exports `f`, given what stands between the name and the end. */
export function typeScript(rest: string): FunctionText {
  return { language: 'typescript', text: `export function f${rest}`, name: 'f' };
}

export function c(text: string): FunctionText {
  return { language: 'c', text, name: 'f' };
}

export function problem(
  reference: FunctionText,
  candidate: FunctionText,
  parameters: readonly ProofParameter[],
): ProofProblem {
  return { reference, candidate, parameters, zeros: 'distinct' };
}
