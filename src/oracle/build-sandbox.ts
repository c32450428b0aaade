import { join, resolve } from 'node:path';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BuildSource, SandboxLimits } from '../kernel/task.ts';
import type { Builder } from './builds.ts';
import { PROGRAM_ENVIRONMENT, programRunner } from './subject/artifact.ts';
import { collectFiles, runProgram } from './subject/collection.ts';
import { INSIDE, nodeMount } from './subject/inside.ts';
import { openSession } from './subject/session.ts';

/** Builds each candidate in a sandbox of its own, which is gone when the outputs are used. */
export function sandboxBuilder(options: {
  readonly launcher: Pick<SandboxLauncher, 'launch'>;
  readonly source: BuildSource;
  /** Folder the tools' paths start from. */
  readonly taskDirectory: string;
  /** Folder of the candidates as they were written, and of the program that runs the build. */
  readonly files: { readonly candidates: string; readonly drivers: string };
  readonly limits: SandboxLimits;
}): Builder {
  const { launcher, source, taskDirectory, files, limits } = options;
  const { memoryBytes, processes, temporaryBytes, outputBytes, answerBytes } = limits;
  const order = { globs: source.outputs, limits: source.limits };
  const tools = Object.entries(source.tools).map(([name, path]) => ({
    host: resolve(taskDirectory, path),
    inside: `${INSIDE.tools}/${name}`,
  }));

  return async (tree, signal) => {
    signal.throwIfAborted();
    const sandbox = await launcher.launch({
      mounts: [
        nodeMount(),
        { host: files.drivers, inside: INSIDE.drivers },
        { host: join(files.candidates, tree), inside: INSIDE.candidates },
        ...tools,
      ],
      command: programRunner(),
      environment: PROGRAM_ENVIRONMENT,
      ...{ memoryBytes, processes, temporaryBytes, outputBytes },
    });
    const session = openSession(sandbox, { answerBytes });
    const onAbort = (): void => void session.end();
    signal.addEventListener('abort', onAbort);
    try {
      const load = JSON.stringify({ directory: '', argv: source.argv });
      const run = await runProgram(session, load, order);
      signal.throwIfAborted();
      if (run.kind === 'ended') return run;
      if (run.exitCode !== 0) return { run, files: [] };
      const collection = await collectFiles(session, order, answerBytes);
      signal.throwIfAborted();
      return collection.kind === 'ended' ? collection : { run, files: collection.files };
    } finally {
      signal.removeEventListener('abort', onAbort);
      await session.end();
    }
  };
}
