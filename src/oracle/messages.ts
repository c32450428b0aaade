import type { ErrorFacts } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { SandboxLimits, SubjectSource } from '../kernel/task.ts';
import type { CheckResult, JudgeMode, Visibility } from '../kernel/verdict.ts';
import type { SubjectFiles } from './subject/driver.ts';

/* Between the controller and an oracle process: one JSON object a line on the oracle's descriptor 3. */

/** All an oracle process needs. It travels on the pipe: arguments and environment can be read by others. */
export interface OracleSetup {
  /** Absolute path of the module that exports the oracle; for an oracle in another language only its name. */
  readonly module: string;
  /** Program and arguments of an oracle in another language, null for a module. */
  readonly command: readonly string[] | null;
  readonly oracleSeed: string;
  readonly launcherSocket: string;
  readonly subject: SubjectSource;
  readonly files: SubjectFiles;
  readonly limits: SandboxLimits;
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
}

/** A judgement of one materialised candidate. */
export interface JudgementTask {
  readonly tree: string;
  readonly mode: JudgeMode;
  readonly inputs: string;
  readonly scope: 'visible' | 'all';
}

export type OracleRequest =
  | ({ readonly type: 'start' } & OracleSetup)
  | ({ readonly type: 'judge'; readonly id: number } & JudgementTask)
  | { readonly type: 'probe'; readonly id: number; readonly inputs: string }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'retire'; readonly batch: string }
  | { readonly type: 'close' };

export interface NamedChecks {
  readonly name: string;
  readonly checks: readonly CheckResult[];
}

export type OracleReport =
  | { readonly type: 'ready'; readonly checks: readonly CheckFacts[] }
  | { readonly type: 'entering'; readonly check: string }
  | {
      readonly type: 'judged';
      readonly id: number;
      readonly checks: readonly CheckResult[];
      readonly observed: JsonObject;
    }
  | { readonly type: 'probed'; readonly id: number; readonly results: readonly NamedChecks[] }
  /** `id` is null when it concerns no single request. */
  | { readonly type: 'failed'; readonly id: number | null; readonly facts: ErrorFacts };
