import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';

/** The built page as single files, for where browsers load no modules. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** Runs before the first paint. */
  readonly theme: string;
  readonly icon: string;
}

/**
 * @param folder as built by `npm run build:page`
 * @throws FulcrumError `FULCRUM_E_PAGE_NOT_BUILT`
 */
export function readPageParts(folder: string): PageParts {
  const read = (path: string): string => {
    try {
      return readFileSync(join(folder, path), 'utf8');
    } catch (cause) {
      throw new FulcrumError({
        code: 'FULCRUM_E_PAGE_NOT_BUILT',
        domain: 'usage',
        what: 'the page that a copy is made of is not built',
        where: join(folder, path),
        mend: 'Build it with `npm run build:page`',
        cause,
      });
    }
  };
  return {
    script: read('single/page.js'),
    style: read('single/page.css'),
    theme: read('theme.js'),
    icon: read('icon.svg'),
  };
}
