import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Judge, JudgeReply, JudgeRequest } from '../kernel/contracts/judge.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Task } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Verdict } from '../kernel/verdict.ts';
import { candidateFiles } from './candidate-files.ts';
import { oracleFault } from './fault.ts';
import type { CheckFacts, OracleSetup } from './messages.ts';
import { startOraclePool } from './oracle-pool.ts';
import { installDrivers } from './subject/install-drivers.ts';

/** Time an oracle may take for itself in one judgement, beside that of the candidate. */
const ORACLE_SECONDS = 60;

export interface JudgeOptions {
  readonly task: Task;
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  readonly store: BlobStore;
  readonly launcher: Pick<SandboxLauncher, 'stamp' | 'prove'> & { readonly socketPath: string };
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
  const files = candidateFiles(options.store, join(scratch, 'candidates'));
  const drivers = join(scratch, 'drivers');
  installDrivers(drivers);
  const removeFiles = (): void => {
    files.close();
    rmSync(drivers, { recursive: true, force: true });
  };

  const setup: Omit<OracleSetup, 'worker'> = {
    module: resolve(options.taskDirectory, task.oracle.module),
    oracleSeed,
    launcherSocket: launcher.socketPath,
    subject: task.subject,
    files: { candidates: files.directory, drivers },
    limits: task.sandbox,
    required: requiredMetrics(task),
  };
  const pool = await startOraclePool(setup, {
    workers: options.workers,
    directory: options.taskDirectory,
    // Twice: a candidate may be asked once more, see `judgeCandidate`.
    patienceSeconds: 2 * task.sandbox.judgementSeconds + (options.oracleSeconds ?? ORACLE_SECONDS),
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

  const judge = async ({ candidate, mode, inputs, scope, signal }: JudgeRequest): Promise<JudgeReply> => {
    signal.throwIfAborted();
    const actual = task.sandbox.screeningBatch === 0 ? 'fresh' : mode;
    files.hold(candidate.tree);
    try {
      return await pool.use(signal, async (client, worker) => {
        const started = performance.now();
        const { checks, observed } = await client.judge(
          { tree: candidate.tree, mode: actual, inputs, scope },
          signal,
        );
        const milliseconds = performance.now() - started;
        return {
          verdict: verdictOf(actual, inputs, checks),
          observed: { worker, ...observed, milliseconds },
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
