import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxLauncher, SandboxOrder, SandboxSkin } from '../../kernel/contracts/sandbox.ts';
import type { SandboxLimits } from '../../kernel/task.ts';
import { pathFault } from '../../workspace/paths.ts';
import type { ProgramOrder, ProgramOutcome } from '../check-context.ts';
import { PROGRAM_ENVIRONMENT, programRunner } from './artifact.ts';
import { collectFiles, collectReport, runProgram } from './collection.ts';
import { INSIDE, nodeMount } from './inside.ts';
import type { SubjectEnd } from './session.ts';
import { openSession } from './session.ts';

/** Runs programs of the oracle's choice over trees, each once and in a sandbox of its own. */
export interface ProgramSandbox {
  /** Folder of the trees as they were written, by their hash. */
  readonly sources: string;
  readonly execute: (directory: string, order: ProgramOrder, signal: AbortSignal) => Promise<ProgramOutcome>;
}

export interface ProgramSandboxOptions {
  readonly launcher: Pick<SandboxLauncher, 'launch'>;
  readonly sources: string;
  readonly drivers: string;
  /** Where the folders of overlays are made; every user can look through the folders above it. */
  readonly overlays: string;
  readonly limits: Omit<SandboxLimits, 'questionSeconds' | 'judgementSeconds' | 'screeningBatch'>;
  /** Shown in every sandbox beside what its order names. */
  readonly mounts?: SandboxOrder['mounts'];
  readonly skin?: SandboxSkin;
}

/** Most that is collected; the sandbox's temporary file system holds less as a rule. */
const COLLECTED = { files: 1000, bytes: 64 * 2 ** 20 } as const;

export function openProgramSandbox(options: ProgramSandboxOptions): ProgramSandbox {
  const { launcher, sources, drivers, limits } = options;
  const { memoryBytes, processes, temporaryBytes, outputBytes, answerBytes } = limits;

  const execute: ProgramSandbox['execute'] = async (directory, order, signal) => {
    const overlay = writeOverlay(options.overlays, order.overlay ?? {});
    try {
      const sandbox = await launcher.launch({
        mounts: [
          nodeMount(),
          { host: drivers, inside: INSIDE.drivers },
          { host: directory, inside: INSIDE.candidates },
          ...(overlay === null ? [] : [{ host: overlay, inside: INSIDE.overlay }]),
          ...(options.mounts ?? []),
          ...Object.entries(order.tools ?? {}).map(([name, host]) => ({
            host,
            inside: `${INSIDE.tools}/${name}`,
          })),
        ],
        command: programRunner(),
        environment: PROGRAM_ENVIRONMENT,
        ...{ memoryBytes, processes, temporaryBytes, outputBytes },
        ...(options.skin === undefined ? {} : { skin: options.skin }),
      });
      const session = openSession(sandbox, { answerBytes });
      const onAbort = (): void => void session.end();
      signal.addEventListener('abort', onAbort);
      try {
        return await runIn(session, order, overlay === null ? null : INSIDE.overlay, answerBytes);
      } finally {
        signal.removeEventListener('abort', onAbort);
        await session.end();
      }
    } finally {
      if (overlay !== null) rmSync(overlay, { recursive: true, force: true });
    }
  };
  return { sources, execute };
}

async function runIn(
  session: ReturnType<typeof openSession>,
  order: ProgramOrder,
  overlay: string | null,
  answerBytes: number,
): Promise<ProgramOutcome> {
  const globs = order.collect ?? [];
  const removed = Object.entries(order.overlay ?? {}).flatMap(([path, to]) => (to === null ? [path] : []));
  const load = JSON.stringify({
    directory: '',
    argv: order.argv,
    overlay,
    removed,
    links: order.links ?? {},
    environment: order.environment ?? {},
    report: order.report ?? null,
  });
  const collection = { globs, limits: { seconds: order.seconds, ...COLLECTED } };
  const started = performance.now();
  const run = await runProgram(session, load, collection);
  const milliseconds = performance.now() - started;
  if (run.kind === 'ended') return endedOutcome(run);
  const { exitCode, stdout, stderr } = run;
  const report = await collectReport(session, run, { bytes: order.report?.bytes ?? 0, answerBytes });
  if ('kind' in report) return endedOutcome(report);
  if (globs.length === 0) return { kind: 'ran', exitCode, stdout, stderr, files: {}, report, milliseconds };
  const collected = await collectFiles(session, collection, answerBytes);
  if (collected.kind === 'ended') return endedOutcome(collected);
  const files = Object.fromEntries(collected.files.map(({ path, bytes }) => [path, bytes]));
  return { kind: 'ran', exitCode, stdout, stderr, files, report, milliseconds };
}

function endedOutcome({ status, reason, fault }: SubjectEnd): ProgramOutcome {
  if (fault !== null) throw fault;
  return { kind: 'ended', status, reason };
}

function writeOverlay(folder: string, files: NonNullable<ProgramOrder['overlay']>): string | null {
  const written = Object.entries(files).filter(([, content]) => content !== null);
  if (written.length === 0) return null;
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const overlay = mkdtempSync(join(folder, 'overlay-'));
  chmodSync(overlay, 0o755);
  for (const [path, content] of written) {
    const fault = pathFault(path);
    if (fault !== null) throw new TypeError(`the path of an overlay ${fault}: ${path}`);
    mkdirSync(join(overlay, dirname(path)), { recursive: true, mode: 0o755 });
    writeFileSync(join(overlay, path), content!, { mode: 0o644 });
  }
  return overlay;
}
