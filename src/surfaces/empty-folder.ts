import { existsSync, readdirSync } from 'node:fs';
import { FulcrumError } from '../kernel/errors.ts';

/** @throws FulcrumError `FULCRUM_E_TARGET_NOT_EMPTY` unless a folder to write into is empty or does not exist yet */
export function checkEmptyFolder(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_TARGET_NOT_EMPTY',
    domain: 'usage',
    what: 'the folder to write into is not empty',
    where: folder,
    mend: 'Name a new folder',
  });
}
