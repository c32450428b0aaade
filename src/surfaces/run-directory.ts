import { join } from 'node:path';
import { FulcrumError } from '../kernel/errors.ts';

/** In a task's folder. */
export const RUNS_FOLDER = '.fulcrum';
const MEMORY = 'memory';

/** The folder a run of this task is kept in. @throws FulcrumError `FULCRUM_E_RUN_NAME` on a name that is taken */
export function runDirectory(taskDirectory: string, name = 'main'): string {
  if (name === MEMORY) throw reserved(name);
  return join(taskDirectory, RUNS_FOLDER, name);
}

/** Where the control of a run is kept. */
export function controlDirectoryOf(directory: string): string {
  return `${directory}-control`;
}

/** The folder beside the runs with what they and people want later ones to be told. */
export function memoryDirectory(taskDirectory: string): string {
  return join(taskDirectory, RUNS_FOLDER, MEMORY);
}

function reserved(name: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_NAME',
    domain: 'usage',
    what: `no run can be named "${name}": that folder holds what outlives runs`,
    where: '--name',
    mend: 'Choose another name',
  });
}
