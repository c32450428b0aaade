/**
 * Fulcrum as a library: the same loop as the command line.
 *
 * @example
 * import { defineTask, run } from 'fulcrum';
 * const outcome = await run(defineTask({ ... }, import.meta.dirname));
 */
export type { DefinedTask } from './task/define-task.ts';
export { defineTask } from './task/define-task.ts';
export { loadTask } from './task/load-task.ts';
export type { TaskInput } from './task/schema.ts';
export type {
  Answer,
  Artifact,
  CheckContext,
  CheckDefinition,
  CheckOutcome,
  CommandRun,
  Oracle,
  OracleDefinition,
  Subject,
} from './oracle/define.ts';
export { defineOracle } from './oracle/define.ts';
export type { RunOptions, RunResult } from './surfaces/run-task.ts';
export { runTask as run } from './surfaces/run-task.ts';
export type { ErrorFacts } from './kernel/errors.ts';
export { FulcrumError, isFulcrumError } from './kernel/errors.ts';
export type { Candidate } from './kernel/candidate.ts';
export type { LedgerEntry, StoredEntry } from './kernel/contracts/ledger.ts';
export type { Decision } from './kernel/decision.ts';
export type { RunEvent } from './kernel/event.ts';
export type { Illustration } from './kernel/illustration.ts';
export type { Json, JsonObject } from './kernel/json.ts';
export type { Random } from './kernel/random.ts';
export type { RunState } from './kernel/run-state.ts';
export type { EvidenceGrade, Verdict } from './kernel/verdict.ts';
