import { FulcrumError } from '../kernel/errors.ts';

/** Says that the oracle itself is broken: the run stops, no candidate is blamed. */
export function oracleFault(
  kind: 'THREW' | 'HUNG' | 'EXITED' | 'INVALID',
  what: string,
  where: string,
  cause?: unknown,
): FulcrumError {
  return new FulcrumError({
    code: `FULCRUM_E_ORACLE_${kind}`,
    domain: 'oracle',
    what,
    where,
    mend: MEND[kind],
    cause,
  });
}

const MEND = {
  THREW:
    'Let the check return `{ status: "fail" }` for an answer it does not like; answers may be of any shape',
  HUNG: 'Let every check end; a check may be stopped from outside only with the whole oracle',
  EXITED: 'The oracle must not end its process, nor use more memory than the machine has',
  INVALID:
    'Export `defineOracle({ checks: [...] })` as default: visible checks first, each with a name of its own',
} as const;
