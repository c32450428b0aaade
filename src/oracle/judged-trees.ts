import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Task } from '../kernel/task.ts';
import { sandboxBuilder } from './build-sandbox.ts';
import type { Builds } from './builds.ts';
import { openBuilds } from './builds.ts';
import { candidateFiles } from './candidate-files.ts';
import { typeStripper } from './strip-types.ts';

export interface JudgedTreesOptions {
  readonly task: Task;
  readonly taskDirectory: string;
  readonly store: BlobStore;
  readonly launcher: Pick<SandboxLauncher, 'stamp' | 'launch'>;
  readonly baseline: Hash;
  readonly scratch: string;
  /** Folder of the program that runs builds. */
  readonly runner: string;
}

/** The trees of candidates and of the baseline on disk, as sandboxes load them and as they were written. */
export interface JudgedTrees {
  /** Folder of what sandboxes load: built, or without types. */
  readonly candidates: string;
  /** Folder of what was written. */
  readonly sources: string;
  /** Null for a task that builds nothing. */
  readonly builds: Builds | null;
  /** Keeps a tree on disk for as long as `work` runs; for checks that inspect, as it was written and the baseline too. */
  readonly use: <Value>(tree: Hash, inspecting: boolean, work: () => Promise<Value>) => Promise<Value>;
  readonly close: () => void;
}

export function openJudgedTrees(options: JudgedTreesOptions): JudgedTrees {
  const { task, store, launcher, scratch, runner } = options;
  const shared = launcher.stamp.level !== 'none';
  const candidates = join(scratch, 'candidates');
  const written = join(scratch, 'sources');
  // Only Node's own candidates are read by a program of ours that leaves their types alone.
  const transform = task.subject.kind === 'node' ? typeStripper() : asWritten;
  const files =
    task.build === null
      ? candidateFiles(store, candidates, shared, transform)
      : candidateFiles(store, written, shared, asWritten);
  // Checks that inspect files see them as they were written, types and all.
  const sources =
    files.directory === written || transform === asWritten
      ? files
      : candidateFiles(store, written, shared, asWritten);
  const builds =
    task.build === null
      ? null
      : openBuilds({
          store,
          directory: candidates,
          transform,
          builder: sandboxBuilder({
            launcher,
            source: task.build,
            taskDirectory: options.taskDirectory,
            files: { candidates: files.directory, drivers: runner },
            limits: task.sandbox,
          }),
        });
  const all = [...new Set([files, sources])];

  /** The baseline stays for as long as checks may look at it: its build is not called off with any one judgement. */
  let baselineHeld: Promise<void> | null = null;
  const holdBaseline = async (): Promise<void> => {
    for (const kept of all) kept.hold(options.baseline);
    await builds?.hold(options.baseline, new AbortController().signal);
  };

  return {
    candidates,
    sources: sources.directory,
    builds,
    use: async (tree, inspecting, work) => {
      if (inspecting) await (baselineHeld ??= holdBaseline());
      const holders = inspecting ? all : [files];
      for (const kept of holders) kept.hold(tree);
      try {
        return await work();
      } finally {
        for (const kept of holders) kept.release(tree);
      }
    },
    close: () => {
      for (const kept of all) kept.close();
      builds?.close();
    },
  };
}

function asWritten(_: string, bytes: Uint8Array): Uint8Array {
  return bytes;
}
