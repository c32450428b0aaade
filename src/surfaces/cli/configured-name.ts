import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import { gitLine } from '../../workspace/git.ts';

/** The name that git knows a person by. @throws FulcrumError `FULCRUM_E_AUTHOR_UNKNOWN` when it knows none */
export function configuredName(directory: string): string {
  try {
    const name = gitLine(directory, ['config', 'user.name']).trim();
    if (name !== '') return name;
  } catch (error) {
    if (!isFulcrumError(error)) throw error;
  }
  throw new FulcrumError({
    code: 'FULCRUM_E_AUTHOR_UNKNOWN',
    domain: 'usage',
    what: 'git has no user.name, and this needs the name of a person',
    where: directory,
    mend: 'Give one with --author',
  });
}
