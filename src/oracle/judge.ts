import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { Judge, JudgeReply, JudgeRequest } from '../kernel/contracts/judge.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { OracleSource, Task } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Verdict } from '../kernel/verdict.ts';
import { MAXIMUM_SLOTS } from '../sandbox/slots.ts';
import { sandboxBuilder } from './build-sandbox.ts';
import type { FailedBuild } from './builds.ts';
import { NO_QUESTIONS, openBuilds } from './builds.ts';
import { candidateFiles } from './candidate-files.ts';
import { oracleFault } from './fault.ts';
import type { JudgementResult } from './judgement.ts';
import type { CheckFacts, OracleSetup } from './messages.ts';
import { startOraclePool } from './oracle-pool.ts';
import { typeStripper } from './strip-types.ts';
import { PROGRAM_RUNNER_FILES } from './subject/artifact.ts';
import { subjectDriver } from './subject/driver.ts';
import { installDrivers } from './subject/install-drivers.ts';

/** Time an oracle may take for itself in one judgement, beside that of the candidate. */
const ORACLE_SECONDS = 60;
/** One that answers, one that screens, one that waits and one that is ending. */
const SANDBOXES_A_WORKER = 4;
/** Those in which the launcher proves itself. */
const PROBING_SANDBOXES = 4;

export interface JudgeOptions {
  readonly task: Task;
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  readonly store: BlobStore;
  readonly launcher: Pick<SandboxLauncher, 'stamp' | 'prove' | 'launch'> & { readonly socketPath: string };
  /** The secret all inputs are drawn from. */
  readonly oracleSeed: string;
  /** Oracle processes, each with a screening process of its own. */
  readonly workers: number;
  /** Folder for candidates' files, emptied at the end. Every user must be able to look through the folders above it. */
  readonly scratch: string;
  /** Seconds an oracle may take for itself in one judgement; 60 when left out. */
  readonly oracleSeconds?: number;
}

/**
 * Starts the oracle of a task.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when it cannot be loaded or does not serve the task's slices,
 *   `FULCRUM_E_ORACLE_HUNG` or `_EXITED` when it does not come up
 */
export async function startJudge(options: JudgeOptions): Promise<Judge> {
  const { task, launcher, scratch, oracleSeed } = options;
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const shared = launcher.stamp.level !== 'none';
  const driver = subjectDriver(task.subject);
  const candidates = join(scratch, 'candidates');
  // Only Node's own candidates are read by a program of ours that leaves their types alone.
  const transform = task.subject.kind === 'node' ? typeStripper() : asWritten;
  const files =
    task.build === null
      ? candidateFiles(options.store, candidates, shared, transform)
      : candidateFiles(options.store, join(scratch, 'sources'), shared, asWritten);
  const drivers = join(scratch, 'drivers');
  const waiting = join(scratch, 'waiting');
  installDrivers(drivers, [...driver.files, ...(task.build === null ? [] : PROGRAM_RUNNER_FILES)]);
  driver.prepare?.(drivers);
  const builds =
    task.build === null
      ? null
      : openBuilds({
          store: options.store,
          directory: candidates,
          transform,
          builder: sandboxBuilder({
            launcher,
            source: task.build,
            taskDirectory: options.taskDirectory,
            files: { candidates: files.directory, drivers },
            limits: task.sandbox,
          }),
        });
  const removeFiles = (): void => {
    files.close();
    builds?.close();
    for (const folder of [drivers, waiting]) rmSync(folder, { recursive: true, force: true });
  };

  const setup: Omit<OracleSetup, 'worker'> = {
    ...oracleProgram(task.oracle, options.taskDirectory),
    oracleSeed,
    launcherSocket: launcher.socketPath,
    subject: task.subject,
    files: { candidates, drivers, waiting },
    limits: task.sandbox,
    required: requiredMetrics(task),
    warm:
      options.workers * (SANDBOXES_A_WORKER + (task.build === null ? 0 : 1)) + PROBING_SANDBOXES <=
      MAXIMUM_SLOTS,
  };
  const pool = await startOraclePool(setup, {
    workers: options.workers,
    directory: options.taskDirectory,
    // Twice: a candidate may be asked once more, see `judgeCandidate`.
    patienceSeconds: 2 * candidateSeconds(task) + (options.oracleSeconds ?? ORACLE_SECONDS),
    accept: (checks) => requireSlices(task, checks, setup.module),
  }).catch((error: unknown) => {
    removeFiles();
    throw error;
  });

  const verdictOf = (mode: JudgeMode, inputs: string, checks: readonly CheckResult[]): Verdict => {
    const last = checks.at(-1)!;
    const reason = last.reason === null ? null : `${last.check}: ${last.reason}`;
    return { status: last.status, mode, inputs, checks, reason, sandbox: launcher.stamp };
  };

  /** Judges a candidate with what its build made, unless the build says enough. */
  const whenBuilt = async (
    tree: Hash,
    signal: AbortSignal,
    judgeFiles: () => Promise<JudgementResult>,
  ): Promise<JudgementResult> => {
    if (builds === null) return judgeFiles();
    const build = await builds.hold(tree, signal);
    try {
      if (build.kind === 'failed') return { checks: [buildCheck(task, build)], observed: {} };
      const { checks, observed } = await judgeFiles();
      return { checks, observed: { ...observed, outputs: build.outputs } };
    } finally {
      builds.release(tree);
    }
  };

  const judge = async ({ candidate, mode, inputs, scope, signal }: JudgeRequest): Promise<JudgeReply> => {
    signal.throwIfAborted();
    const actual = task.sandbox.screeningBatch === 0 ? 'fresh' : mode;
    files.hold(candidate.tree);
    try {
      return await pool.use(signal, async (client, worker) => {
        const started = performance.now();
        const { checks, observed } = await whenBuilt(candidate.tree, signal, () =>
          client.judge({ tree: candidate.tree, mode: actual, inputs, scope }, signal),
        );
        return {
          verdict: verdictOf(actual, inputs, checks),
          observed: { worker, ...observed, milliseconds: performance.now() - started },
        };
      });
    } finally {
      files.release(candidate.tree);
    }
  };

  return {
    proveSandbox: async () => ({ sandbox: launcher.stamp, probes: await launcher.prove() }),
    probeOracle: (inputs) => {
      const { signal } = new AbortController();
      return pool.use(signal, async (client) => {
        const results = await client.probe(inputs, signal);
        return results.map(({ name, checks }) => ({ name, verdict: verdictOf('fresh', inputs, checks) }));
      });
    },
    judge,
    retire: pool.retire,
    seedCommitment: createHash('sha256').update(oracleSeed).digest('hex'),
    close: async () => {
      await pool.close();
      removeFiles();
    },
  };
}

function asWritten(_: string, bytes: Uint8Array): Uint8Array {
  return bytes;
}

/** What starts the oracle, with its name for error messages. */
function oracleProgram(oracle: OracleSource, directory: string): Pick<OracleSetup, 'module' | 'command'> {
  if ('module' in oracle) return { module: resolve(directory, oracle.module), command: null };
  return { module: oracle.command.join(' '), command: oracle.command };
}

/** Time a candidate may take in one judgement. */
function candidateSeconds({ subject, sandbox }: Task): number {
  const running = subject.kind === 'artifact' ? subject.limits.seconds : 0;
  return running + sandbox.judgementSeconds;
}

/** A build that failed, as the check before all others. */
function buildCheck({ slices }: Task, { status, reason, evidence }: FailedBuild): CheckResult {
  return {
    check: 'build',
    slice: slices.visible[0]!,
    visibility: 'visible',
    grade: 'separate-process',
    status,
    metrics: {},
    reason,
    evidence,
    questions: 0,
    transcript: NO_QUESTIONS,
  };
}

/** The metrics the run compares, by slice: a verdict without them would be silently incomparable. */
function requiredMetrics(task: Task): OracleSetup['required'] {
  const wanted = [
    ...task.objectives.map(({ slice, metric }) => ({ slice, metric })),
    ...task.slices.heldOut.flatMap(({ name, metric }) => (metric === null ? [] : [{ slice: name, metric }])),
  ];
  const bySlice = Object.entries(Object.groupBy(wanted, ({ slice }) => slice));
  return Object.fromEntries(bySlice.map(([slice, entries]) => [slice, entries!.map(({ metric }) => metric)]));
}

/** A slice that the task names and no check serves would pass unseen. */
function requireSlices(task: Task, checks: readonly CheckFacts[], where: string): void {
  const declared = {
    visible: task.slices.visible,
    'held-out': task.slices.heldOut.map(({ name }) => name),
  };
  for (const visibility of ['visible', 'held-out'] as const) {
    const served = checks.filter((check) => check.visibility === visibility);
    const missing = declared[visibility].find((slice) => served.every((check) => check.slice !== slice));
    if (missing !== undefined)
      throw oracleFault('INVALID', `No ${visibility} check serves the slice "${missing}"`, where);
    const unknown = served.find(({ slice }) => !declared[visibility].includes(slice));
    if (unknown === undefined) continue;
    const what = `The task has no ${visibility} slice "${unknown.slice}", which the check "${unknown.name}" serves`;
    throw oracleFault('INVALID', what, where);
  }
}
