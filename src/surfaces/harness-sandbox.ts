import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AuditVerdict } from '../audit/run-audit.ts';
import type { ForeignHarness, HarnessOutcome, HarnessRun } from '../audit/harness/harness.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { PROGRAM_RUNNER_FILES } from '../oracle/subject/artifact.ts';
import { installDrivers } from '../oracle/subject/install-drivers.ts';
import { openProgramSandbox } from '../oracle/subject/program-sandbox.ts';
import { PLAIN_SKIN } from '../sandbox/bubblewrap-arguments.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { materialise } from '../workspace/materialise.ts';
import { sideBySide } from '../kernel/side-by-side.ts';

export interface HarnessSandboxOptions {
  readonly launcher: LauncherHandle;
  readonly store: BlobStore;
  /** Folders of this machine shown read-only, by their path in the workspace. */
  readonly tools: { readonly [path: string]: string };
  /** The writable folder it is started in; the workspace is its folder `work`. */
  readonly workingDirectory: string;
  /** Folders of the root that stand for folders of the workspace: `/tests` for `tests`. */
  readonly roots: readonly string[];
  /** Runs side by side. */
  readonly workers: number;
}

export interface HarnessSandbox {
  /** Shows entries of a folder of the workspace in the folder of the root that stands for it, writable as they are. */
  readonly expose: (folder: string, names: readonly string[]) => void;
  readonly execute: (tree: Hash, run: HarnessRun, seconds: number) => Promise<HarnessOutcome>;
  /** A harness's verdict on a tree, evaluated again on demand. */
  readonly judge: (
    harness: ForeignHarness,
    tree: Hash,
    options: { readonly again: boolean; readonly seconds: number },
  ) => Promise<AuditVerdict>;
}

const MEBIBYTE = 2 ** 20;

/** Enough for the test suites and evaluators of one program. */
const LIMITS = {
  memoryBytes: 1024 * MEBIBYTE,
  processes: 128,
  temporaryBytes: 256 * MEBIBYTE,
  outputBytes: 16 * MEBIBYTE,
  answerBytes: 8 * MEBIBYTE,
} as const;

/** Runs foreign harnesses, candidate and all, each time in a fresh sandbox without network. */
export function openHarnessSandbox(options: HarnessSandboxOptions): HarnessSandbox {
  const { launcher, store, tools, roots, workingDirectory, workers } = options;
  const { scratch } = launcher;
  const drivers = join(scratch, 'harness-runner');
  installDrivers(drivers, PROGRAM_RUNNER_FILES);
  const rooted = roots.map((folder) => ({
    host: join(scratch, 'harness-roots', folder),
    inside: `/${folder}`,
  }));
  for (const { host } of rooted) mkdirSync(host, { recursive: true, mode: 0o755 });
  const programs = openProgramSandbox({
    launcher,
    sources: join(scratch, 'harness-trees'),
    drivers,
    overlays: join(scratch, 'harness-overlays'),
    limits: LIMITS,
    mounts: rooted,
    skin: { ...PLAIN_SKIN, workingDirectory },
  });
  const gate = sideBySide(workers);
  const named = Object.entries(tools).map(([path, host]) => [path, basename(path), host] as const);

  const execute: HarnessSandbox['execute'] = (tree, run, seconds) =>
    gate(async () => {
      const directory = join(programs.sources, `${tree}-${randomBytes(4).toString('hex')}`);
      materialise(store, tree, directory);
      try {
        const { argv, overlay, environment, collect, reportBytes } = run;
        return await programs.execute(
          directory,
          {
            ...{ tree: 'candidate', argv, overlay, environment, collect, seconds },
            tools: Object.fromEntries(named.map(([, name, host]) => [name, host])),
            links: Object.fromEntries(named.map(([path, name]) => [path, `/fulcrum/tools/${name}`])),
            ...(reportBytes === null ? {} : { report: reportOrder(reportBytes) }),
          },
          new AbortController().signal,
        );
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    });

  const judge: HarnessSandbox['judge'] = async (harness, tree, { again, seconds }) =>
    harness.read(await execute(tree, harness.run({ again }), again ? 2 * seconds : seconds));

  const expose: HarnessSandbox['expose'] = (folder, names) => {
    for (const name of names)
      symlinkSync(`${workingDirectory}/work/${folder}/${name}`, join(scratch, 'harness-roots', folder, name));
  };

  return { execute, judge, expose };
}

function reportOrder(bytes: number): { from: 'descriptor'; nonce: string; bytes: number } {
  return { from: 'descriptor', nonce: randomBytes(8).toString('hex'), bytes };
}
