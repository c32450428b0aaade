import { closeSync, openSync, readSync, realpathSync } from 'node:fs';
import { FulcrumError } from '../../kernel/errors.ts';

/** Only what lies below /usr is visible in a sandbox. */
const PLACES = ['/usr/bin/python3', '/usr/local/bin/python3'] as const;
/** First bytes of a program, as opposed to a script that looks for one (elf(5)). */
const ELF = '\x7fELF';

/**
 * The system's Python 3 as a file that runs as it is: version managers put scripts in its place, which do not work in a
 * sandbox and take ten times as long.
 *
 * @throws FulcrumError `FULCRUM_E_SUBJECT_TOOL_MISSING` when there is none
 */
export function systemPython(places: readonly string[] = PLACES): string {
  for (const place of places) {
    const program = programAt(place);
    if (program !== null) return program;
  }
  throw new FulcrumError({
    code: 'FULCRUM_E_SUBJECT_TOOL_MISSING',
    domain: 'sandbox',
    what: 'There is no Python 3 for candidates to run on',
    where: places.join(', '),
    mend: 'Install the package `python3` of the system; one below a home directory cannot be seen in a sandbox',
  });
}

function programAt(place: string): string | null {
  try {
    const path = realpathSync(place);
    return path.startsWith('/usr/') && startOf(path) === ELF ? path : null;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(ELF.length);
    readSync(file, bytes, 0, ELF.length, 0);
    return bytes.toString('latin1');
  } finally {
    closeSync(file);
  }
}
