import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AuditEvidence } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Judge, JudgeReply, JudgeRequest } from '../kernel/contracts/judge.ts';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { OracleSource, Task } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Verdict } from '../kernel/verdict.ts';
import { MAXIMUM_SLOTS } from '../sandbox/slots.ts';
import { codeAuthorship, oracleProvenance } from './authored-code.ts';
import { sandboxBuilder } from './build-sandbox.ts';
import type { FailedBuild } from './builds.ts';
import { NO_QUESTIONS, openBuilds } from './builds.ts';
import { candidateFiles } from './candidate-files.ts';
import { composeVerdict } from './compose-verdict.ts';
import { oracleFault } from './fault.ts';
import type { JudgementResult } from './judgement.ts';
import type { CheckFacts, OracleSetup } from './messages.ts';
import { startOraclePool } from './oracle-pool.ts';
import type { SigningOrder } from './signer.ts';
import { typeStripper } from './strip-types.ts';
import { PROGRAM_RUNNER_FILES } from './subject/artifact.ts';
import { subjectDriver } from './subject/driver.ts';
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
  const provenance = oracleProvenance(task, options.audit);
  const authorship = codeAuthorship(options.store, task, provenance);
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const shared = launcher.stamp.level !== 'none';
  const driver = subjectDriver(task.subject);
  const candidates = join(scratch, 'candidates');
  // Only Node's own candidates are read by a program of ours that leaves their types alone.
  const transform = task.subject.kind === 'node' ? typeStripper() : asWritten;
  const written = join(scratch, 'sources');
  const files =
    task.build === null
      ? candidateFiles(options.store, candidates, shared, transform)
      : candidateFiles(options.store, written, shared, asWritten);
  // Checks that inspect files see them as they were written, types and all.
  const sources =
    files.directory === written || transform === asWritten
      ? files
      : candidateFiles(options.store, written, shared, asWritten);
  const drivers = join(scratch, 'drivers');
  const waiting = join(scratch, 'waiting');
  installDrivers(drivers, driver.files);
  // Not beside the drivers: a candidate sees the program that loads it and no other.
  const runner = join(scratch, 'runner');
  installDrivers(runner, PROGRAM_RUNNER_FILES);
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
            files: { candidates: files.directory, drivers: runner },
            limits: task.sandbox,
          }),
        });
  const removeFiles = (): void => {
    for (const kept of new Set([files, sources])) kept.close();
    builds?.close();
    for (const folder of [drivers, runner, waiting]) rmSync(folder, { recursive: true, force: true });
  };

  const setup: Omit<OracleSetup, 'worker'> = {
    ...oracleProgram(task.oracle, options.taskDirectory),
    taskDirectory: options.taskDirectory,
    editable: task.workspace.editable,
    baseline: options.baseline,
    sources: sources.directory,
    runner,
    oracleSeed,
    signing: options.signing ?? null,
    provenance,
    launcherSocket: launcher.socketPath,
    subject: task.subject,
    files: { candidates, drivers, waiting },
    limits: task.sandbox,
    required: requiredMetrics(task),
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

  /** The baseline stays beside the candidates for as long as checks may look at it or ask it something. */
  let baselineHeld: Promise<void> | null = null;
  const holdBaseline = async (signal: AbortSignal): Promise<void> => {
    for (const kept of new Set([files, sources])) kept.hold(options.baseline);
    await builds?.hold(options.baseline, signal);
  };

  /** Puts a tree where checks will look for it, and takes it back afterwards. */
  const withTree = async <Value>(
    tree: Hash,
    signal: AbortSignal,
    use: () => Promise<Value>,
  ): Promise<Value> => {
    if (inspecting) await (baselineHeld ??= holdBaseline(signal));
    const holders = inspecting ? [...new Set([files, sources])] : [files];
    for (const kept of holders) kept.hold(tree);
    try {
      return await use();
    } finally {
      for (const kept of holders) kept.release(tree);
    }
  };

  const verdictOf = (mode: JudgeMode, inputs: string, checks: readonly CheckResult[]): Verdict =>
    composeVerdict(mode, inputs, checks, launcher.stamp);

  /** Judges a candidate with what its build made, unless the build says enough. */
  const whenBuilt = async (
    tree: Hash,
    signal: AbortSignal,
    judgeFiles: () => Promise<JudgementResult>,
    signFailure: (check: CheckResult) => Promise<JsonObject>,
  ): Promise<JudgementResult> => {
    if (builds === null) return judgeFiles();
    const build = await builds.hold(tree, signal);
    try {
      if (build.kind === 'failed') {
        const check = buildCheck(task, build);
        return { checks: [check], observed: await signFailure(check) };
      }
      const { checks, observed } = await judgeFiles();
      return { checks, observed: { ...observed, outputs: build.outputs } };
    } finally {
      builds.release(tree);
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
    return withTree(candidate.tree, signal, () =>
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
      return withTree(options.baseline, signal, () =>
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

function asWritten(_: string, bytes: Uint8Array): Uint8Array {
  return bytes;
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

/** The metrics the run compares, by slice: a verdict without them would be silently incomparable. */
function requiredMetrics(task: Task): OracleSetup['required'] {
  const wanted = [
    ...task.objectives.map(({ slice, metric }) => ({ slice, metric })),
    ...task.slices.heldOut.flatMap(({ name, metric }) => (metric === null ? [] : [{ slice: name, metric }])),
  ];
  const bySlice = Object.entries(Object.groupBy(wanted, ({ slice }) => slice));
  return Object.fromEntries(bySlice.map(([slice, entries]) => [slice, entries!.map(({ metric }) => metric)]));
}

/** A keep must not rest on checks alone that the candidate's own process answers for. */
function requireGround(checks: readonly CheckFacts[], where: string): void {
  if (checks.some(({ suffices }) => suffices)) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_ORACLE_INSUFFICIENT',
    domain: 'oracle',
    what: `No keep may rest on these checks alone: ${checks.map(({ name }) => name).join(', ')}. A candidate shares a process with what reports on it, or they do not look at what the code does`,
    where,
    mend: 'Add a check that asks the candidate from outside, as golden; or state `acceptSameProcess: true` where the check has it: then every verdict is graded same-process',
  });
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
