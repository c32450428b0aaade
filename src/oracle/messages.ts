import type { Attestation } from '../kernel/attestation.ts';
import type { AuthoredCode } from '../kernel/authorship.ts';
import type { JudgementScope } from '../kernel/contracts/judge.ts';
import type { ErrorFacts } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { CheckSource, SandboxLimits, SubjectSource } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Visibility } from '../kernel/verdict.ts';
import type { HeldOutOrder } from './held-out/keeping.ts';
import type { OracleProvenance } from './independence.ts';
import type { SigningOrder } from './signer.ts';
import type { SubjectFiles } from './subject/driver.ts';

/* Between the controller and an oracle process: one JSON object a line on the oracle's descriptor 3. */

/** All an oracle process needs. It travels on the pipe: arguments and environment can be read by others. */
export interface OracleSetup {
  /** Absolute path of the module that exports the oracle; for an oracle in another language only its name. */
  readonly module: string;
  /** Program and arguments of an oracle in another language, null for a module. */
  readonly command: readonly string[] | null;
  /** Checks of the library, null for a module or a program. */
  readonly checks: readonly CheckSource[] | null;
  /** Absolute path of the folder the task's paths start from. */
  readonly taskDirectory: string;
  /** Globs of the paths proposers may change. */
  readonly editable: readonly string[];
  /** Hash of the unmodified workspace. */
  readonly baseline: string;
  /** Folder of the trees as they were written, by their hash; only those are there whose checks inspect them. */
  readonly sources: string;
  /** Folder of the program that runs programs. */
  readonly runner: string;
  readonly oracleSeed: string;
  /** What verdicts are signed with and for; null leaves them unsigned. */
  readonly signing: SigningOrder | null;
  readonly provenance: OracleProvenance;
  readonly launcherSocket: string;
  readonly subject: SubjectSource;
  readonly files: SubjectFiles;
  readonly limits: SandboxLimits;
  /** How readings of held-out slices are counted; null where none are. */
  readonly heldOut: HeldOutOrder | null;
  readonly required: { readonly [slice: string]: readonly string[] };
  /** Names the worker in its batches. */
  readonly worker: number;
  /** Keep a sandbox started for the next fresh judgement. */
  readonly warm: boolean;
}

export interface CheckFacts {
  readonly name: string;
  readonly slice: string;
  readonly visibility: Visibility;
  readonly inspects: boolean;
  readonly seconds: number;
  readonly suffices: boolean;
}

/** A judgement of one materialised candidate. */
export interface JudgementTask {
  readonly tree: string;
  readonly mode: JudgeMode;
  readonly inputs: string;
  readonly scope: JudgementScope;
  /** Hand out what was asked. */
  readonly record: boolean;
  /** Whose work it is, for checks that claim to be independent of it. */
  readonly authored: AuthoredCode;
}

/** A candidate that came to no judgement, as its files could not be made. */
export interface FailureTask {
  readonly tree: string;
  readonly mode: JudgeMode;
  readonly inputs: string;
  /** Never a pass. */
  readonly check: CheckResult;
}

export type OracleRequest =
  | ({ readonly type: 'start' } & OracleSetup)
  | ({ readonly type: 'judge'; readonly id: number } & JudgementTask)
  | { readonly type: 'probe'; readonly id: number; readonly inputs: string }
  | ({ readonly type: 'sign-failure'; readonly id: number } & FailureTask)
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'retire'; readonly batch: string }
  | { readonly type: 'close' };

export interface NamedChecks {
  readonly name: string;
  readonly checks: readonly CheckResult[];
}

export type OracleReport =
  | {
      readonly type: 'ready';
      readonly checks: readonly CheckFacts[];
      readonly attestation: Attestation | null;
    }
  | { readonly type: 'entering'; readonly check: string }
  | {
      readonly type: 'judged';
      readonly id: number;
      readonly checks: readonly CheckResult[];
      readonly observed: JsonObject;
    }
  | { readonly type: 'probed'; readonly id: number; readonly results: readonly NamedChecks[] }
  | { readonly type: 'signed'; readonly id: number; readonly observed: JsonObject }
  /** `id` is null when it concerns no single request. */
  | { readonly type: 'failed'; readonly id: number | null; readonly facts: ErrorFacts };
