import type { Json } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import type { EvidenceGrade, Visibility } from '../kernel/verdict.ts';
import { EVIDENCE_GRADES } from '../kernel/verdict.ts';
import { oracleFault } from './fault.ts';

/** What an oracle module hands to {@link defineOracle}: a cascade, cheapest check first. */
export interface OracleDefinition {
  readonly checks: readonly CheckDefinition[];
}

/** One question put to a candidate. The first check that does not pass ends the cascade. */
export interface CheckDefinition {
  readonly name: string;
  /** The slice its metrics are counted under, as the task names it. */
  readonly slice: string;
  readonly visibility: Visibility;
  /** What the check can vouch for. Default: `separate-process`, or `held-out` for a held-out check. */
  readonly grade?: EvidenceGrade;
  /** A throw is a fault of the oracle and stops the run; a bad answer is a `fail`. */
  readonly run: (context: CheckContext) => CheckOutcome | Promise<CheckOutcome>;
}

export interface CheckContext {
  readonly subject: Subject;
  /** What a candidate of the kind `artifact` left. Looking at it throws for any other kind. */
  readonly artifact: Artifact;
  /** Drawn from the oracle's private seed, the inputs' label and the check's name: the same for every candidate. */
  readonly random: Random;
  /** Label of the inputs. */
  readonly inputs: string;
  /** Aborted when the candidate has ended or the judgement is called off. */
  readonly signal: AbortSignal;
  /**
   * Makes a costly input once per label and check, and keeps the most recent ones. `make` must answer at once; what it
   * draws from `random` comes from a stream of the key's own, so that later draws are the same whether it ran or not.
   * Plain data comes back frozen.
   */
  readonly remember: <Value>(key: string, make: () => Value) => Value;
}

/** The candidate as the oracle sees it: something that answers questions in its sandbox. */
export interface Subject {
  /** One call of the candidate's function. Questions asked side by side are put one after the other. */
  readonly ask: (...args: readonly Json[]) => Promise<Answer>;
}

/** The files a candidate left that ran once, read when nothing of it was running any more. */
export interface Artifact {
  /** As a shell reports it: 128 and more is a signal. Evidence, no verdict. */
  readonly exitCode: number;
  /** By path; each glob of the task matches one at least. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** A copy of a file's bytes, or null when there is none of this path. Parse them as you would a stranger's. */
  readonly bytes: (path: string) => Uint8Array | null;
  /** The same as UTF-8. */
  readonly text: (path: string) => string | null;
  /**
   * What the candidate says of itself: the number on the last line `metric: 1.5` or `metric=1.5` of the last 4 KiB of
   * its standard output, or null. The check that asks for it is graded `self-reported`.
   */
  readonly claimed: (metric: string) => number | null;
}

/** Numbers in `value` may be NaN, infinite or -0: the check must look before it compares. */
export type Answer =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'threw'; readonly message: string };

/** What a subject of the kind `command` answers: the `value` of its {@link Answer}. */
export interface CommandRun {
  /** As a shell reports it: 128 and more is a signal, 127 a program that was not found. Evidence, no verdict. */
  readonly exitCode: number;
  /** A text, or what the JSON stands for, as the task says. */
  readonly stdout: Json;
  /** The last 4 KiB. */
  readonly stderr: string;
}

export type CheckOutcome =
  | {
      readonly status: 'pass';
      readonly metrics: { readonly [metric: string]: number };
      readonly evidence?: Json;
    }
  | {
      readonly status: 'fail';
      readonly reason: string;
      readonly metrics?: { readonly [metric: string]: number };
      readonly evidence?: Json;
    };

/** A validated, frozen oracle. */
export interface Oracle {
  readonly kind: 'oracle';
  readonly checks: readonly Required<CheckDefinition>[];
}

/**
 * Declares what judges candidates; the default export of an oracle module.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID` when there is no visible check, a name is empty or used twice, a
 *   visible check follows a held-out one, or a field has the wrong type
 */
export function defineOracle(definition: OracleDefinition): Oracle {
  const faults = definitionFaults(definition);
  if (faults.length > 0) throw oracleFault('INVALID', faults.join('; '), 'defineOracle');
  const checks = definition.checks.map((check) =>
    Object.freeze({ ...check, grade: check.grade ?? defaultGrade(check) }),
  );
  return Object.freeze({ kind: 'oracle', checks: Object.freeze(checks) });
}

function defaultGrade(check: CheckDefinition): EvidenceGrade {
  return check.visibility === 'held-out' ? 'held-out' : 'separate-process';
}

function definitionFaults(definition: unknown): readonly string[] {
  const checks = (definition as OracleDefinition | null | undefined)?.checks;
  if (!Array.isArray(checks)) return ['`checks` is not a list'];
  const faults = checks.flatMap((check: unknown, index) => checkFaults(check, `checks[${index}]`));
  if (faults.length > 0) return faults;
  return orderFaults(checks as readonly CheckDefinition[]);
}

function checkFaults(value: unknown, where: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${where} is not an object`];
  const check = value as Partial<CheckDefinition>;
  const faults: string[] = [];
  if (typeof check.name !== 'string' || check.name === '') faults.push(`${where}.name is not a name`);
  if (typeof check.slice !== 'string' || check.slice === '') faults.push(`${where}.slice is not a name`);
  if (check.visibility !== 'visible' && check.visibility !== 'held-out') {
    faults.push(`${where}.visibility is neither "visible" nor "held-out"`);
  }
  if (check.grade !== undefined && !EVIDENCE_GRADES.includes(check.grade))
    faults.push(`${where}.grade is not a grade`);
  if (typeof check.run !== 'function') faults.push(`${where}.run is not a function`);
  return faults;
}

function orderFaults(checks: readonly CheckDefinition[]): readonly string[] {
  const faults: string[] = [];
  if (!checks.some((check) => check.visibility === 'visible')) faults.push('there is no visible check');
  const firstHeldOut = checks.findIndex((check) => check.visibility === 'held-out');
  for (const [index, check] of checks.entries()) {
    if (checks.findIndex((other) => other.name === check.name) < index) {
      faults.push(`the name "${check.name}" is used twice`);
    }
    if (check.visibility === 'visible' && firstHeldOut !== -1 && index > firstHeldOut) {
      faults.push(`the visible check "${check.name}" follows a held-out one`);
    }
  }
  return faults;
}
