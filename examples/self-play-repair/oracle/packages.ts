import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** A package as npm installed it, with its own tests. */
export interface SubjectPackage {
  readonly name: string;
  /** Files that bugs are put into, relative to the package. */
  readonly editable: readonly string[];
  /** Folder of the package's tests. */
  readonly tests: string;
}

/**
 * Packages of pure functions that are installed with their tests: few are. Of fast-uri one file alone takes part: chance
 * finds no repair in 50 KB.
 */
export const PACKAGES: readonly SubjectPackage[] = [
  { name: 'minimist', editable: ['index.js'], tests: 'test' },
  { name: 'json-schema-traverse', editable: ['index.js'], tests: 'spec' },
  { name: 'fast-uri', editable: ['lib/schemes.js'], tests: 'test' },
];

/** @throws Error when it is none of {@link PACKAGES} */
export function packageNamed(name: string): SubjectPackage {
  const found = PACKAGES.find((subject) => subject.name === name);
  if (found === undefined)
    throw new Error(`no package "${name}" here: ${PACKAGES.map((subject) => subject.name).join(', ')}`);
  return found;
}

/** Where npm installed it. */
export function packageDirectory({ name }: SubjectPackage): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
