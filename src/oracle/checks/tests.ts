import { z } from 'zod';
import { pathFault, pathMatcher } from '../../workspace/paths.ts';
import type { CheckDefinition } from '../define.ts';
import type { CheckHost, CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import { folderFiles } from './tests/folder-files.ts';
import { requireRunner, sandboxTools } from './tests/required-runner.ts';
import { RUNNERS, RUNNER_NAMES } from './tests/runners/library.ts';
import { suiteCheck } from './tests/suite-check.ts';
import type { Suite } from './tests/trusted-suite.ts';

const toolName = z.string().regex(/^[\w@][\w@.-]*$/);
const texts = z.array(z.string().min(1));

const options = z.strictObject({
  runner: z.enum(RUNNER_NAMES),
  files: texts.min(1).describe('Globs of the tests: in the overlay when there is one, else in the workspace'),
  overlay: z.string().min(1).nullable().default(null).describe('Folder of tests that nobody else sees'),
  program: z.string().min(1).nullable().default(null).describe('As the sandbox shows it'),
  arguments: texts.default([]).describe('For the program, before the files'),
  report: z.string().min(1).nullable().default(null).describe('Path of the JUnit file'),
  packages: z.string().min(1).nullable().default(null).describe('Folder shown as node_modules'),
  tools: z.record(toolName, z.string().min(1)).default({}).describe('Shown as /fulcrum/tools/<name>'),
  links: z.record(z.string(), z.string()).default({}).describe('Symbolic links in the copy'),
  environment: z.record(z.string(), z.string()).default({}),
  failToPass: texts.default([]).describe('Tests that fail on the baseline, to be mended; * for any text'),
  repeats: z.number().int().positive().max(100).default(3).describe('Runs of the baseline'),
  knownBad: z.string().min(1).nullable().default(null).describe('Folder put over the baseline to break it'),
  seconds: z.number().positive().default(60).describe('Time for one run of the suite'),
  reportBytes: z
    .number()
    .int()
    .positive()
    .max(64 * 2 ** 20)
    .default(4 * 2 ** 20),
  acceptSameProcess: z.boolean().default(false).describe('Let keeps rest on this suite alone'),
});

/** An existing suite as evidence: what it reports of a candidate, held against what it reports of the baseline. */
export const testsCheck = checkKind(options, (given, place, host) => {
  const tools = Object.entries(given.tools).map(([name, path]) => [name, host.path(path)] as const);
  const shownFolders = [
    ...tools.map(([, path]) => path),
    ...(given.packages === null ? [] : [host.path(given.packages)]),
  ];
  for (const field of ['overlay', 'knownBad'] as const) {
    const own = given[field];
    const shown = own === null ? undefined : shownFolders.find((path) => liesIn(host.path(own), path));
    if (shown === undefined) continue;
    throw host.invalid(
      `${own} lies in ${shown}, which candidates can read`,
      field,
      'Show less as a tool, or move it',
    );
  }
  const overlay = given.overlay === null ? {} : readFolder(given.overlay, 'overlay', host);
  return tests({
    ...place,
    ...given,
    overlay,
    packages: given.packages === null ? null : host.path(given.packages),
    tools: Object.fromEntries(tools),
    knownBad: given.knownBad === null ? null : readFolder(given.knownBad, 'knownBad', host),
    invalid: host.invalid,
  });
});

/** Options of {@link tests}: those of the task file, with files instead of the folders that hold them. */
export interface TestsOptions
  extends CheckPlace, Partial<Omit<z.output<typeof options>, 'overlay' | 'knownBad' | 'files' | 'runner'>> {
  readonly runner: (typeof RUNNER_NAMES)[number];
  readonly files: readonly string[];
  readonly overlay?: { readonly [path: string]: Uint8Array | string };
  readonly knownBad?: { readonly [path: string]: Uint8Array | string } | null;
  readonly invalid?: CheckHost['invalid'];
}

/**
 * The check for an oracle written in TypeScript. Paths of `tools` and `packages` are absolute.
 *
 * @throws FulcrumError `FULCRUM_E_CHECK_TOOL_MISSING` when the runner is not there; TypeError on options that no run could
 *   come from
 */
export function tests(wanted: TestsOptions): CheckDefinition {
  const { name, slice, visibility, invalid = invalidOption, ...own } = wanted;
  const { overlay, knownBad, ...rest } = own;
  const given = options.parse({ ...rest, overlay: null, knownBad: null });
  const runner = RUNNERS[given.runner];
  const program = given.program ?? runner.program;
  if (program === '') throw invalid('it names no program', 'program', `Name what is run to get the report`);
  if ((runner.report === 'file') !== (given.report !== null))
    throw invalid(
      runner.report === 'file' ? 'it names no file' : 'this runner leaves no file',
      'report',
      'A path in the workspace for `junit`, and nothing for any other runner',
    );
  const { tools, links } = sandboxTools(given);
  for (const path of [...Object.keys(links), ...(given.report === null ? [] : [given.report])]) {
    const fault = pathFault(path);
    if (fault !== null)
      throw invalid(`the path ${path} ${fault}`, 'links, report', 'Use paths in the workspace');
  }
  requireRunner(runner, { check: name, program, tools, packages: given.packages });
  const suite: Suite = {
    name,
    isTest: pathMatcher(given.files),
    isSuite: pathMatcher([...runner.tests, ...runner.configuration, ...given.files]),
    own: Object.fromEntries(Object.entries(overlay ?? {}).map(([path, content]) => [path, bytesOf(content)])),
    failToPass: given.failToPass,
    repeats: given.repeats,
    knownBad: knownBad ?? null,
    program: {
      runner,
      program,
      arguments: given.arguments,
      reportFile: given.report,
      tools,
      links,
      environment: { ...searchPath(program), ...given.environment },
      reportBytes: given.reportBytes,
      seconds: given.seconds,
    },
  };
  return suiteCheck({ name, slice, visibility }, suite, given.acceptSameProcess);
}

function liesIn(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}

function readFolder(folder: string, field: string, host: CheckHost): { readonly [path: string]: Uint8Array } {
  const files = folderFiles(host.path(folder));
  if (files !== null && Object.keys(files).length > 0) return files;
  throw host.invalid(`${folder} holds no files`, field, 'Correct the path');
}

function invalidOption(what: string, field: string, mend: string): Error {
  return new TypeError(`${field}: ${what}. ${mend}`);
}

/** What a program calls lies beside it as a rule: `cargo` starts `rustc`. */
function searchPath(program: string): { readonly [name: string]: string } {
  if (!program.startsWith('/')) return {};
  const folder = program.slice(0, program.lastIndexOf('/'));
  return { PATH: `${folder}:/fulcrum/bin:/usr/local/bin:/usr/bin:/bin` };
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
