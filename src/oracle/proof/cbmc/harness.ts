import type { ProofParameter, ProofProblem } from '../problem.ts';
import { domainOf } from '../problem.ts';

/** Loops are unrolled this often, and that it is often enough is a property of its own. */
const UNWINDING = 130;

export const ASSERTION = 'fulcrum: same result';

/**
 * CBMC proves what holds on the paths its assumptions leave. A candidate must therefore not be able to assume anything,
 * nor to change what the harness means: it may use no name that the implementation reserves, no preprocessor beyond
 * three headers, and no assembler. The same holds for the reference, which is read before the candidate.
 *
 * @returns what is wrong with the text, or null
 */
export function forbiddenIn(text: string): string | null {
  const code = text.replaceAll(/^[ \t]*#[ \t]*include[ \t]*<(?:stdint|stdbool|limits)\.h>[ \t]*$/gm, '');
  const rules: readonly (readonly [RegExp, string])[] = [
    [/[\\]|\?\?/, 'a backslash or a trigraph'],
    [/#|%:/, 'a preprocessor directive other than the inclusion of stdint.h, stdbool.h or limits.h'],
    [/\b_[A-Z_]\w*/, 'a name that is reserved for the implementation'],
    [/\b(?:assume|assert|asm|main|fulcrum_\w*|reference_function)\b/, 'a name that the harness uses'],
  ];
  return rules.find(([pattern]) => pattern.test(code.replaceAll(/\b_Bool\b/g, 'bool')))?.[1] ?? null;
}

/** A program whose only assertion is that both functions agree; each function has a file of its own. */
export function harnessFor({ reference, candidate, parameters }: ProofProblem) {
  const names = parameters.map((_parameter, index) => `fulcrum_input${index}`);
  const inputs = parameters.map(
    (parameter, index) => `  ${typeOf(parameter)} ${names[index]};\n${boundsOf(parameter, names[index]!)}`,
  );
  const call = `(${names.join(', ')})`;
  // Two copies of one name cannot be linked, so that the reference's is renamed where it stands.
  const text = `#include <stdint.h>
#include <stdbool.h>
#include <limits.h>
#define ${reference.name} reference_function
#include "reference.c"
#undef ${reference.name}
#include "candidate.c"
int main(void) {
${inputs.join('\n')}
  __CPROVER_assert(reference_function${call} == ${candidate.name}${call}, "${ASSERTION}");
  return 0;
}
`;
  return { 'harness.c': text, 'reference.c': reference.text, 'candidate.c': candidate.text };
}

/** What CBMC is asked: every kind of undefined behaviour it knows among integers, and loops unrolled far enough. */
export const CBMC_ARGUMENTS: readonly string[] = [
  'harness.c',
  '--json-ui',
  '--trace',
  ...['--LP64', '--unwind', String(UNWINDING), '--unwinding-assertions'],
  ...['--signed-overflow-check', '--div-by-zero-check', '--undefined-shift-check'],
  ...['--bounds-check', '--pointer-check'],
  // State that outlives a call may have any value, so that what is proved holds for later calls too.
  '--nondet-static',
];

function typeOf({ type }: ProofParameter): string {
  return type === 'boolean' ? 'bool' : `${type}_t`;
}

function boundsOf(parameter: ProofParameter, name: string): string {
  const domain = domainOf(parameter);
  if (domain.kind !== 'integer' || (parameter.minimum ?? parameter.maximum) === undefined) return '';
  const unsigned = parameter.type.startsWith('u') ? 'u' : '';
  const low = domain.low === -(2n ** 63n) ? 'INT64_MIN' : `${domain.low}${unsigned}ll`;
  return `  __CPROVER_assume(${name} >= ${low} && ${name} <= ${domain.high}${unsigned}ll);`;
}
