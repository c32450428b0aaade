import type { Json } from '../kernel/json.ts';
import type { EvidenceGrade, Visibility } from '../kernel/verdict.ts';
import { EVIDENCE_GRADES } from '../kernel/verdict.ts';
import type { CheckContext } from './check-context.ts';
import { oracleFault } from './fault.ts';

export type {
  Answer,
  Artifact,
  CheckContext,
  CommandRun,
  JudgedFiles,
  OpenSubject,
  ProgramOrder,
  ProgramOutcome,
  Subject,
  TimedAnswer,
  TreeFiles,
} from './check-context.ts';

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
  /** True for a check that looks at `files`, or uses `open` or `execute`. Default: false. */
  readonly inspects?: boolean;
  /** Time it may take in `open` and `execute`, beside the time the task allows for questions. Default: 0. */
  readonly seconds?: number;
  /** False for a check on which, or on others like it, no keep may rest alone: the run is refused. Default: true. */
  readonly suffices?: boolean;
  /** A throw is a fault of the oracle and stops the run; a bad answer is a `fail`. */
  readonly run: (context: CheckContext) => CheckOutcome | Promise<CheckOutcome>;
}

export type CheckOutcome =
  | {
      readonly status: 'pass';
      readonly metrics: { readonly [metric: string]: number };
      readonly evidence?: Json;
      /**
       * The figure of a held-out slice by item, in the same order for every candidate; its mean is the metric. Never
       * leaves the oracle: a slice that answers by the ladder compares by it.
       */
      readonly items?: readonly number[];
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
    Object.freeze({
      ...check,
      grade: check.grade ?? defaultGrade(check),
      inspects: check.inspects ?? false,
      seconds: check.seconds ?? 0,
      suffices: check.suffices ?? true,
    }),
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
