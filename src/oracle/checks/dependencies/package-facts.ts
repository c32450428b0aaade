import type { JsonRecord } from './json-record.ts';
import { recordOf, textsIn } from './json-record.ts';
import { pythonName } from './python-requirements.ts';

/** What a registry says of a package, reduced to what is judged. */
export interface PackageFacts {
  readonly kind: 'package';
  readonly versions: ReadonlyMap<string, VersionFacts>;
}

export interface VersionFacts {
  /** Milliseconds since 1970; when its newest file came, where there are several. Null when it is not told. */
  readonly published: number | null;
  readonly integrity: readonly string[];
  readonly tarball: string | null;
  /** It runs a program of its own when it is installed. */
  readonly installScript: boolean;
  readonly withdrawn: boolean;
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

export function npmPath(name: string): string {
  return `/${name.replace('/', '%2f')}`;
}

export function pypiPath(name: string): string {
  return `/pypi/${pythonName(name)}/json`;
}

/** A packument of the npm registry (`GET /<name>`); null when it is none. */
export function npmFacts(text: string): PackageFacts | null {
  const packument = parse(text);
  if (packument === null || typeof packument['name'] !== 'string') return null;
  const times = recordOf(packument['time']) ?? {};
  const versions = new Map<string, VersionFacts>();
  for (const [version, value] of Object.entries(recordOf(packument['versions']) ?? {})) {
    const manifest = recordOf(value) ?? {};
    const dist = recordOf(manifest['dist']) ?? {};
    const scripts = textsIn(manifest['scripts'] ?? {}) ?? {};
    const { integrity, tarball } = dist;
    versions.set(version, {
      published: timeOf(times[version]),
      integrity: typeof integrity === 'string' ? integrity.split(/\s+/) : [],
      tarball: typeof tarball === 'string' ? tarball : null,
      installScript:
        manifest['hasInstallScript'] === true || INSTALL_SCRIPTS.some((name) => Object.hasOwn(scripts, name)),
      withdrawn: false,
    });
  }
  return { kind: 'package', versions };
}

/** The JSON of PyPI (`GET /pypi/<name>/json`); null when it is none. */
export function pypiFacts(text: string): PackageFacts | null {
  const project = parse(text);
  const releases = recordOf(project?.['releases']);
  if (releases === null) return null;
  const versions = new Map<string, VersionFacts>();
  for (const [version, value] of Object.entries(releases)) {
    const files = (Array.isArray(value) ? (value as readonly unknown[]) : []).map(
      (file): JsonRecord => recordOf(file) ?? {},
    );
    const times = files.map((file) => timeOf(file['upload_time_iso_8601']));
    versions.set(version, {
      // A file that came later is as new to those who install as a version would be.
      published: times.length === 0 || times.includes(null) ? null : Math.max(...(times as number[])),
      integrity: files.flatMap((file) => {
        const sha256 = recordOf(file['digests'])?.['sha256'];
        return typeof sha256 === 'string' ? [`sha256:${sha256}`] : [];
      }),
      tarball: null,
      installScript: false,
      withdrawn: files.every((file) => file['yanked'] === true),
    });
  }
  return { kind: 'package', versions };
}

function parse(text: string): JsonRecord | null {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
