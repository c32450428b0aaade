import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Json } from '../kernel/json.ts';
import type { VerdictStatus } from '../kernel/verdict.ts';
import type { FileTransform } from '../workspace/materialise.ts';
import { materialise } from '../workspace/materialise.ts';
import { collectedArtifact } from './collected-artifact.ts';
import type { CollectedFile, ProgramRun } from './subject/collection.ts';
import type { SubjectEnd } from './subject/session.ts';

/** Built candidates kept although nobody uses them just now. */
const KEPT = 64;
const LONGEST_COMPLAINT = 400;

/** What came of building one candidate. */
export type Build = FinishedBuild | FailedBuild;

export interface FinishedBuild {
  readonly kind: 'built';
  /** SHA-256 over the outputs. */
  readonly outputs: Hash;
}

/** The candidate is to blame. */
export interface FailedBuild {
  readonly kind: 'failed';
  readonly status: Exclude<VerdictStatus, 'pass'>;
  readonly reason: string;
  readonly evidence: Json;
}

/** Runs the build of one candidate in a sandbox; see `build-sandbox.ts`. */
export type Builder = (
  tree: Hash,
  signal: AbortSignal,
) => Promise<{ readonly run: ProgramRun; readonly files: readonly CollectedFile[] } | SubjectEnd>;

/** Built candidates on disk: their own files and what the build made of them. */
export interface Builds {
  /**
   * Builds a candidate unless that was done; what it made stays until released as often as held.
   *
   * @throws FulcrumError when the sandbox is to blame, the signal's reason when it is aborted
   */
  readonly hold: (tree: Hash, signal: AbortSignal) => Promise<Build>;
  readonly release: (tree: Hash) => void;
  /** Removes everything. */
  readonly close: () => void;
}

/**
 * Keeps candidates with the outputs of their builds in a folder, each tree in one named by its hash. Outputs take the
 * place of files of the same path.
 */
export function openBuilds(options: {
  readonly store: BlobStore;
  readonly directory: string;
  /** What becomes of the files on the way to the folder, outputs too. */
  readonly transform: FileTransform;
  readonly builder: Builder;
}): Builds {
  const { store, directory, transform, builder } = options;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const builds = new Map<Hash, Promise<Build>>();
  const holders = new Map<Hash, number>();

  const run = async (tree: Hash, signal: AbortSignal): Promise<Build> => {
    const made = await builder(tree, signal);
    if ('kind' in made) {
      if (made.fault !== null) throw made.fault;
      return { kind: 'failed', status: made.status, reason: `building it: ${made.reason}`, evidence: null };
    }
    if (made.run.exitCode !== 0) return complaint(made.run);
    const unfinished = join(directory, `.${tree}`);
    materialise(store, tree, unfinished, transform);
    for (const { path, bytes, executable } of made.files)
      writeOutput(unfinished, { path, bytes: transform(path, bytes), executable });
    renameSync(unfinished, join(directory, tree));
    return { kind: 'built', outputs: collectedArtifact(made.run, made.files).digest };
  };

  /** Maps keep the order of insertion, so the first one that nobody holds is the one not used for longest. */
  const forgetOldest = (): void => {
    if (builds.size <= KEPT) return;
    const oldest = builds.keys().find((tree) => !holders.has(tree));
    if (oldest === undefined) return;
    builds.delete(oldest);
    rmSync(join(directory, oldest), { recursive: true, force: true });
  };

  const built = async (tree: Hash, signal: AbortSignal): Promise<Build> => {
    const known = builds.get(tree);
    const build = known ?? run(tree, signal);
    builds.delete(tree);
    builds.set(tree, build);
    try {
      return await build;
    } catch (error) {
      if (builds.get(tree) === build) builds.delete(tree);
      // Whoever started it may have called it off.
      if (known !== undefined && !signal.aborted) return built(tree, signal);
      throw error;
    }
  };

  const release = (tree: Hash): void => {
    const held = holders.get(tree)! - 1;
    if (held > 0) return void holders.set(tree, held);
    holders.delete(tree);
    forgetOldest();
  };

  return {
    hold: async (tree, signal) => {
      holders.set(tree, (holders.get(tree) ?? 0) + 1);
      try {
        return await built(tree, signal);
      } catch (error) {
        release(tree);
        throw error;
      }
    },
    release,
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A file in the way of a folder goes, and a folder in the way of the file. Nothing here is a link. */
function writeOutput(directory: string, { path, bytes, executable }: CollectedFile): void {
  const target = join(directory, path);
  let folder = directory;
  for (const name of path.split('/').slice(0, -1)) {
    folder = join(folder, name);
    if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) rmSync(folder);
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755);
  }
  rmSync(target, { recursive: true, force: true });
  writeFileSync(target, bytes);
  chmodSync(target, executable ? 0o755 : 0o644);
}

/** What the compiler said last, for whoever proposes the next change. */
function complaint({ exitCode, stdout, stderr }: ProgramRun): FailedBuild {
  const said = stderr.trim() === '' ? stdout.trim() : stderr.trim();
  const last = said.slice(-LONGEST_COMPLAINT);
  const reason = `it does not build (exit code ${exitCode})${last === '' ? '' : `: ${last}`}`;
  return { kind: 'failed', status: 'fail', reason, evidence: { exitCode, stdout, stderr } };
}

/** Names a check that asked nothing: SHA-256 of no question at all. */
export const NO_QUESTIONS: Hash = createHash('sha256').digest('hex');
