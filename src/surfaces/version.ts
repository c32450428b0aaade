// Not by import, which loads all that lies behind the module and costs as much as half of the rest.
const { readFileSync } = process.getBuiltinModule('node:fs');

/** The version of this Fulcrum, from its package file. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
