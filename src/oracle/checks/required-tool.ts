import { accessSync, constants } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';

/** Where programs are looked for in a sandbox, which shows the system's and no others. */
const PLACES = ['/usr/local/bin', '/usr/bin', '/bin'] as const;

/**
 * Sees that a program will be found in a sandbox, so that a check which needs it is refused before anything is judged.
 *
 * @param program a name, or an absolute path as the sandbox shows it
 * @throws FulcrumError `FULCRUM_E_CHECK_TOOL_MISSING` when there is none
 */
export function requireProgram(program: string, check: string, mend: string): void {
  // Ours, which every sandbox shows.
  if (program === 'node') return;
  const paths = isAbsolute(program) ? [program] : PLACES.map((place) => join(place, program));
  if (paths.some(canBeRun)) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_CHECK_TOOL_MISSING',
    domain: 'usage',
    what: `The program ${program} is not on this machine`,
    where: `oracle.checks, check "${check}", ${paths.join(', ')}`,
    mend,
  });
}

function canBeRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
