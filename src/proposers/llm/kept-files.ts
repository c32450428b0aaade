import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../../kernel/candidate.ts';
import { FulcrumError } from '../../kernel/errors.ts';

/** Texts of models that later proposals rest on, by their SHA-256: the ledger holds the digest, a file the words. */
export interface KeptFiles {
  /** Durable on return. */
  readonly put: (text: string) => Hash;
  /** @throws FulcrumError `FULCRUM_E_KEPT_FILE` when it is missing or holds something else */
  readonly get: (digest: Hash) => string;
}

/** In the run directory. */
export const KEPT_FOLDER = 'kept';

export function keptFiles(runDirectory: string): KeptFiles {
  const folder = join(runDirectory, KEPT_FOLDER);
  return {
    put: (text) => {
      const digest = digestOf(text);
      const path = join(folder, digest);
      if (existsSync(path)) return digest;
      mkdirSync(folder, { recursive: true });
      const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
      writeFileSync(draft, text, { flag: 'wx', mode: 0o600, flush: true });
      renameSync(draft, path);
      return digest;
    },
    get: (digest) => {
      const path = join(folder, digest);
      if (!existsSync(path)) throw damaged(path, 'is missing');
      const text = readFileSync(path, 'utf8');
      if (digestOf(text) !== digest) throw damaged(path, 'is not what its name says');
      return text;
    },
  };
}

export function digestOf(text: string): Hash {
  return createHash('sha256').update(text).digest('hex');
}

function damaged(where: string, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_KEPT_FILE',
    domain: 'ledger',
    what: `a text that the ledger names ${what}, so the run cannot go on as it was`,
    where,
    mend: 'Restore the file, or start a new run.',
  });
}
