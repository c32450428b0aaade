/** The parts of the repository's `package.json` that the published one is made from. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * The manifest of the published package. Development tools and the pinned Node of a checkout stay behind: a user has a
 * Node already, and `engines` says which.
 */
export function publishedManifest(manifest: Manifest): object {
  const { name, version, description, license, engines, bin, dependencies } = manifest;
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines,
    bin,
    exports: { ...mapValues(manifest.exports, publishedExport), './package.json': './package.json' },
    dependencies,
  };
}

function publishedExport(source: string): { readonly types: string; readonly default: string } {
  const emitted = source.replace(/^\.\/src\//, './lib/').replace(/\.ts$/, '');
  return { types: `${emitted}.d.ts`, default: `${emitted}.js` };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
