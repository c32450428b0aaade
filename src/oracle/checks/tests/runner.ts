import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSIDE } from '../../subject/inside.ts';
import type { ReportReader } from './suite-report.ts';

/** One tool that runs suites. */
export interface TestRunner {
  /** What is started when the task names no program. */
  readonly program: string;
  /** Package that must lie in the folder of packages; null when the tool brings its own. */
  readonly package: string | null;
  /** Module that its Python must be able to import; null for any other tool. */
  readonly module: string | null;
  /** Whether the tests run in the process that holds the report's descriptor, or print their own report. */
  readonly report: 'descriptor' | 'stdout' | 'file';
  /** Globs of what it takes for tests, beside what the task says. A candidate's own are left out of the run. */
  readonly tests: readonly string[];
  /** Globs of files that change how it runs. A candidate's own are left out of the run. */
  readonly configuration: readonly string[];
  /** Files of ours in {@link SUPPORT}, by their name in `reporters`. */
  readonly support: readonly string[];
  /** Arguments for these files of the suite; `extra` is what the task adds. */
  readonly arguments: (files: readonly string[], extra: readonly string[]) => readonly string[];
  readonly environment: { readonly [name: string]: string };
  readonly read: ReportReader;
}

const FOLDER = '.fulcrum-suite';

/** Where our reporters lie in the sandbox: read-only. */
export const SUPPORT = `${INSIDE.overlay}/${FOLDER}`;

/** Our reporters as files of an overlay. */
export function supportFiles({ support }: TestRunner): { readonly [path: string]: Uint8Array } {
  const folder = join(import.meta.dirname, 'reporters');
  return Object.fromEntries(support.map((name) => [`${FOLDER}/${name}`, readFileSync(join(folder, name))]));
}

/** What JavaScript's tools look at beside their own configuration. */
export const JAVASCRIPT_CONFIGURATION = [
  '**/package.json',
  '**/package-lock.json',
  '**/tsconfig*.json',
  '**/.npmrc',
  '**/.env*',
  '**/.babelrc*',
  '**/babel.config.*',
  '**/node_modules/**',
] as const;

/** What JavaScript's tools take for tests. */
export const JAVASCRIPT_TESTS = [
  '**/*.{test,spec}.*',
  '**/{test,tests,__tests__,__mocks__,__snapshots__}/**',
] as const;
