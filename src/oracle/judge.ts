import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AuditEvidence } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Judge, JudgeReply, JudgeRequest } from '../kernel/contracts/judge.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { OracleSource, Task } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Verdict } from '../kernel/verdict.ts';
import { MAXIMUM_SLOTS } from '../sandbox/slots.ts';
import { codeAuthorship, oracleProvenance } from './authored-code.ts';
import type { FailedBuild } from './builds.ts';
import { NO_QUESTIONS } from './builds.ts';
import { composeVerdict } from './compose-verdict.ts';
import type { JudgementResult } from './judgement.ts';
import { openJudgedTrees } from './judged-trees.ts';
import type { OracleSetup } from './messages.ts';
import { requireGround, requireSlices, requiredMetrics } from './oracle-fit.ts';
import { startOraclePool } from './oracle-pool.ts';
import type { SigningOrder } from './signer.ts';
import { PROGRAM_RUNNER_FILES } from './subject/artifact.ts';
import { subjectDriver } from './subject/driver.ts';
import type { HeldOutUses } from '../kernel/held-out.ts';
import type { HeldOutOrder } from './held-out/keeping.ts';
import { heldOutOrder } from './held-out/keeping.ts';
import { installDrivers } from './subject/install-drivers.ts';

/** Time an oracle may take for itself in one judgement, beside that of the candidate. */
const ORACLE_SECONDS = 60;
/** One that answers, one that screens, one that waits and one that is ending. */
const SANDBOXES_A_WORKER = 4;
/** Further ones that checks of the library open, keep waiting and end. */
const COMPANIONS_A_WORKER = 5;
/** Those in which the launcher proves itself. */
const PROBING_SANDBOXES = 4;

export interface JudgeOptions {
  readonly task: Task;
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  readonly store: BlobStore;
  readonly launcher: Pick<SandboxLauncher, 'stamp' | 'prove' | 'launch'> & { readonly socketPath: string };
  /** Hash of the unmodified workspace. */
  readonly baseline: Hash;
  /** What verdicts are signed with and for; left out, they are not signed. */
  readonly signing?: SigningOrder | null;
  /** What an audit showed of the oracle's checks; left out, nothing. */
  readonly audit?: AuditEvidence;
  /** The secret all inputs are drawn from. */
  readonly oracleSeed: string;
  /** Oracle processes, each with a screening process of its own. */
  readonly workers: number;
  /** Folder for candidates' files, emptied at the end. Every user must be able to look through the folders above it. */
  readonly scratch: string;
  /**
   * Where the oracle keeps its record of what it answered of held-out slices, and what the ledger knows of it. Left out, it
   * begins anew and goes with the candidates' files.
   */
  readonly heldOut?: HeldOutKeeping;
  /** Seconds an oracle may take for itself in one judgement; 60 when left out. */
  readonly oracleSeconds?: number;
}

export interface HeldOutKeeping {
  /** The run's folder. */
  readonly directory: string;
  readonly recorded: HeldOutUses;
}

/**
 * Starts the oracle of a task.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when it cannot be loaded or does not serve the task's slices,
 *   `FULCRUM_E_ORACLE_HUNG` or `_EXITED` when it does not come up
 */
export async function startJudge(options: JudgeOptions): Promise<Judge> {
  const { task, launcher, scratch, oracleSeed } = options;
  const provenance = oracleProvenance(task, options.audit);
  const authorship = codeAuthorship(options.store, task, provenance);
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const driver = subjectDriver(task.subject);
  const drivers = join(scratch, 'drivers');
  const waiting = join(scratch, 'waiting');
  installDrivers(drivers, driver.files);
  // Not beside the drivers: a candidate sees the program that loads it and no other.
  const runner = join(scratch, 'runner');
  installDrivers(runner, PROGRAM_RUNNER_FILES);
  driver.prepare?.(drivers);
  const trees = openJudgedTrees({ ...options, runner });
  const removeFiles = (): void => {
    trees.close();
    for (const folder of [drivers, runner, waiting, ownRecord(scratch)])
      rmSync(folder, { recursive: true, force: true });
  };

  const setup: Omit<OracleSetup, 'worker'> = {
    ...oracleProgram(task.oracle, options.taskDirectory),
    taskDirectory: options.taskDirectory,
    editable: task.workspace.editable,
    baseline: options.baseline,
    sources: trees.sources,
    runner,
    oracleSeed,
    signing: options.signing ?? null,
    provenance,
    launcherSocket: launcher.socketPath,
    subject: task.subject,
    files: { candidates: trees.candidates, drivers, waiting },
    limits: task.sandbox,
    required: requiredMetrics(task),
    heldOut: heldOutOf(options),
    warm:
      task.subject.kind !== 'files' &&
      options.workers * sandboxesOf(task) + PROBING_SANDBOXES <= MAXIMUM_SLOTS,
  };
  const pool = await startOraclePool(setup, {
    workers: options.workers,
    directory: options.taskDirectory,
    // Twice: a candidate may be asked once more, see `judgeCandidate`.
    patienceSeconds: 2 * candidateSeconds(task) + (options.oracleSeconds ?? ORACLE_SECONDS),
    accept: (checks) => {
      requireSlices(task, checks, setup.module);
      requireGround(checks, setup.module);
    },
  }).catch((error: unknown) => {
    removeFiles();
    throw error;
  });

  const inspecting = pool.checks.some(({ inspects }) => inspects);

  const verdictOf = (mode: JudgeMode, inputs: string, checks: readonly CheckResult[]): Verdict =>
    composeVerdict(mode, inputs, checks, launcher.stamp);

  /** Judges a candidate with what its build made, unless the build says enough. */
  const whenBuilt = async (
    tree: Hash,
    signal: AbortSignal,
    judgeFiles: () => Promise<JudgementResult>,
    signFailure: (check: CheckResult) => Promise<JsonObject>,
  ): Promise<JudgementResult> => {
    if (trees.builds === null) return judgeFiles();
    const begun = performance.now();
    const build = await trees.builds.hold(tree, signal);
    const building = performance.now() - begun;
    try {
      if (build.kind === 'failed') {
        const check = buildCheck(task, build);
        return { checks: [check], observed: { ...(await signFailure(check)), building } };
      }
      const { checks, observed } = await judgeFiles();
      return { checks, observed: { ...observed, outputs: build.outputs, building } };
    } finally {
      trees.builds.release(tree);
    }
  };

  const judge = async ({
    candidate,
    mode,
    inputs,
    scope,
    signal,
    record = false,
  }: JudgeRequest): Promise<JudgeReply> => {
    signal.throwIfAborted();
    const actual = task.sandbox.screeningBatch === 0 ? 'fresh' : mode;
    return trees.use(candidate.tree, inspecting, () =>
      pool.use(signal, async (client, worker) => {
        const started = performance.now();
        const { tree } = candidate;
        const authored = authorship(candidate);
        const { checks, observed } = await whenBuilt(
          tree,
          signal,
          () => client.judge({ tree, mode: actual, inputs, scope, record, authored }, signal),
          (check) => client.signFailure({ tree, mode: actual, inputs, check }, signal),
        );
        return {
          verdict: verdictOf(actual, inputs, checks),
          observed: { worker, ...observed, milliseconds: performance.now() - started },
        };
      }),
    );
  };

  return {
    proveSandbox: async () => ({ sandbox: launcher.stamp, probes: await launcher.prove() }),
    probeOracle: (inputs) => {
      const { signal } = new AbortController();
      return trees.use(options.baseline, inspecting, () =>
        pool.use(signal, async (client) => {
          const results = await client.probe(inputs, signal);
          return results.map(({ name, checks }) => ({ name, verdict: verdictOf('fresh', inputs, checks) }));
        }),
      );
    },
    judge,
    retire: pool.retire,
    seedCommitment: createHash('sha256').update(oracleSeed).digest('hex'),
    attestation: pool.attestation,
    close: async () => {
      await pool.close();
      removeFiles();
    },
  };
}

/** Where a record lies that nobody needs afterwards. Only the oracle may look into it. */
function ownRecord(scratch: string): string {
  return join(scratch, 'held-out');
}

function heldOutOf({ task, scratch, baseline, heldOut }: JudgeOptions): HeldOutOrder | null {
  if (heldOut === undefined) mkdirSync(ownRecord(scratch), { recursive: true, mode: 0o700 });
  const { directory, recorded } = heldOut ?? { directory: ownRecord(scratch), recorded: {} };
  const reads = Object.entries(recorded).map(([slice, use]) => [slice, use.reads]);
  return heldOutOrder(task.slices.heldOut, directory, Object.fromEntries(reads), baseline);
}

/** What starts the oracle, with its name for error messages. */
function oracleProgram(
  oracle: OracleSource,
  directory: string,
): Pick<OracleSetup, 'module' | 'command' | 'checks'> {
  if ('module' in oracle) return { module: resolve(directory, oracle.module), command: null, checks: null };
  if ('checks' in oracle) return { module: 'oracle.checks', command: null, checks: oracle.checks };
  return { module: oracle.command.join(' '), command: oracle.command, checks: null };
}

/** Most sandboxes that one worker has at once when some are kept waiting. */
function sandboxesOf({ build, oracle }: Task): number {
  return SANDBOXES_A_WORKER + (build === null ? 0 : 1) + ('checks' in oracle ? COMPANIONS_A_WORKER : 0);
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
