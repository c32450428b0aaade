import type { JudgementScope } from '../kernel/contracts/judge.ts';
import { isFulcrumError } from '../kernel/errors.ts';
import type { CheckResult } from '../kernel/verdict.ts';
import { weakestGrade } from '../kernel/verdict.ts';
import type { CollectedArtifact } from './collected-artifact.ts';
import { presentArtifact } from './collected-artifact.ts';
import type { Companions } from './check-context.ts';
import type { Artifact, CheckDefinition, CheckOutcome, Oracle } from './define.ts';
import type { CompanionRecord } from './companions.ts';
import { oracleFault } from './fault.ts';
import type { Reading } from './held-out/reading.ts';
import { inputRandom } from './input-random.ts';
import type { Answerer, Inquiry, InquiryRecord } from './inquiry.ts';
import { openInquiry } from './inquiry.ts';
import type { SoundOutcome } from './outcome.ts';
import { soundOutcome } from './outcome.ts';
import type { InputMemory } from './remember.ts';
import { lendableRandom } from './remember.ts';
import type { SubjectEnd } from './subject/session.ts';

/** Whom the checks question. */
export interface Questioned {
  readonly call: Answerer;
  /** Asked once before the first check; null when all is well. */
  readonly load: () => Promise<SubjectEnd | null>;
  /** Asked after each check: nothing may be left over. */
  readonly settle: () => Promise<SubjectEnd | null>;
  /** What a candidate left that has run to its end; null for one that answers questions. */
  readonly artifact: () => CollectedArtifact | null;
}

export interface CascadeInputs {
  readonly oracleSeed: string;
  readonly inputs: string;
  readonly scope: JudgementScope;
  /** Says what may be asked and told of held-out slices. */
  readonly reading: Reading;
  /** Metrics that the checks of a slice must have reported when the last of them has passed. */
  readonly required: { readonly [slice: string]: readonly string[] };
  readonly memory: InputMemory;
  readonly signal: AbortSignal;
  /** Opens the companions of one check; null where there is nothing on disk to have any of. */
  readonly companions: ((signal: AbortSignal) => CompanionRecord) | null;
  /** Told before a check runs, so that a hanging or exiting oracle can be told from outside. */
  readonly entering: (check: string) => void;
}

type FullCheck = Required<CheckDefinition>;

/**
 * Puts the checks in order to one candidate, up to the first that does not pass.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_THREW` or `FULCRUM_E_ORACLE_INVALID` when a check itself fails
 */
export async function runCascade(
  oracle: Oracle,
  questioned: Questioned,
  inputs: CascadeInputs,
): Promise<readonly CheckResult[]> {
  const checks = oracle.checks.filter((check) => isAsked(check, inputs));
  const results: CheckResult[] = [];
  const unloaded = await questioned.load();
  if (unloaded !== null)
    return [
      endedResult(checks[0]!, unloaded, await openInquiry(questioned.call, inputs.memory.encode).close()),
    ];
  for (const [index, check] of checks.entries()) {
    inputs.entering(check.name);
    inputs.reading.enter(check.slice);
    const result = await runCheck(check, questioned, inputs);
    const last = checks.findLastIndex(({ slice }) => slice === check.slice) === index;
    results.push(last ? withRequiredMetrics(result, results, inputs.required[check.slice] ?? []) : result);
    if (results.at(-1)!.status !== 'pass') break;
  }
  return results;
}

function isAsked({ visibility, slice }: FullCheck, { scope, reading }: CascadeInputs): boolean {
  if (visibility === 'visible') return true;
  switch (scope) {
    case 'visible':
      return false;
    case 'all':
      return !reading.isFinal(slice);
    case 'final':
      return reading.isFinal(slice);
  }
}

async function runCheck(
  check: FullCheck,
  questioned: Questioned,
  inputs: CascadeInputs,
): Promise<CheckResult> {
  const inquiry = openInquiry(questioned.call, inputs.memory.encode);
  const collected = questioned.artifact();
  const presented = collected === null ? null : presentArtifact(collected);
  const aborted = new AbortController();
  const signal = AbortSignal.any([inputs.signal, aborted.signal]);
  const companions = check.inspects ? (inputs.companions?.(signal) ?? null) : null;
  let outcome: SoundOutcome | null;
  let asked: readonly string[];
  try {
    const presents = { artifact: presented?.artifact ?? null, companions: companions?.companions ?? null };
    outcome = await outcomeOf(check, inquiry, presents, inputs, {
      signal,
      abort: () => aborted.abort(new Error('the candidate ended')),
    });
  } finally {
    asked = (await companions?.close()) ?? [];
  }
  for (const record of asked) inquiry.note(record);
  const claims = presented?.claims() ?? [];
  if (collected !== null) inquiry.note([`files ${collected.digest}`, ...claims].join('\n'));
  const record = await inquiry.close();
  const end = record.end ?? (await questioned.settle());
  if (end !== null) return endedResult(check, end, record);
  const { name, slice, visibility } = check;
  const { questions, transcript } = record;
  const grade = claims.length === 0 ? check.grade : weakestGrade([check.grade, 'self-reported']);
  const { items, ...sound } = outcome!;
  if (items !== null) inputs.reading.note(slice, items);
  return { check: name, slice, visibility, grade, ...sound, questions, transcript };
}

/** What the check returned; null when the candidate ended, whatever the check made of it. */
async function outcomeOf(
  check: FullCheck,
  inquiry: Inquiry,
  { artifact, companions }: Presented,
  inputs: CascadeInputs,
  { signal, abort }: { readonly signal: AbortSignal; readonly abort: () => void },
): Promise<SoundOutcome | null> {
  const ended = inquiry.ended.then(() => {
    abort();
    return null;
  });
  const run = async (): Promise<CheckOutcome> =>
    check.run({
      ...drawing(check, inputs),
      subject: inquiry.subject,
      get artifact() {
        if (artifact !== null) return artifact;
        throw new TypeError("the task's subject is no artifact");
      },
      get files() {
        return declared(companions).files;
      },
      get open() {
        return declared(companions).open;
      },
      get execute() {
        return declared(companions).execute;
      },
      signal,
    });
  let returned: CheckOutcome | null;
  try {
    returned = await Promise.race([run(), ended]);
  } catch (error) {
    const { end } = await inquiry.close();
    if (end !== null) return null;
    // What a check makes of being called off is nobody's fault, and nobody reads the verdict.
    if (inputs.signal.aborted)
      return soundOutcome({ status: 'fail', reason: 'the judgement was called off' });
    if (isFulcrumError(error)) throw error;
    throw oracleFault('THREW', `The check threw ${described(error)}`, `check "${check.name}"`, error);
  }
  if (returned === null) return null;
  try {
    return soundOutcome(returned);
  } catch (error) {
    throw oracleFault(
      'INVALID',
      `The check is wrong: ${(error as Error).message}`,
      `check "${check.name}"`,
      error,
    );
  }
}

/** What a check is shown besides the answers. */
interface Presented {
  readonly artifact: Artifact | null;
  readonly companions: Companions | null;
}

function declared(companions: Companions | null): Companions {
  if (companions !== null) return companions;
  throw new TypeError('the check has to declare `inspects: true` to look at files or to start companions');
}

function drawing(check: FullCheck, { oracleSeed, reading, memory }: CascadeInputs) {
  const inputs = reading.inputsOf(check.slice);
  const { random, borrow } = lendableRandom(inputRandom(oracleSeed, inputs, check.name));
  const remember = <Value>(key: string, make: () => Value): Value =>
    memory.recall(JSON.stringify([inputs, check.name, key]), () =>
      borrow(inputRandom(oracleSeed, inputs, check.name, `remember ${key}`), make),
    );
  return { random, remember, inputs };
}

function endedResult(
  { name, slice, visibility, grade }: FullCheck,
  { status, reason, fault }: SubjectEnd,
  { questions, transcript }: InquiryRecord,
): CheckResult {
  if (fault !== null) throw fault;
  return {
    check: name,
    slice,
    visibility,
    grade,
    status,
    metrics: {},
    reason,
    evidence: null,
    questions,
    transcript,
  };
}

function withRequiredMetrics(
  result: CheckResult,
  before: readonly CheckResult[],
  required: readonly string[],
): CheckResult {
  if (result.status !== 'pass') return result;
  const reported = [...before, result].filter(({ slice }) => slice === result.slice);
  const missing = required.find((metric) => reported.every(({ metrics }) => metrics[metric] === undefined));
  if (missing === undefined) return result;
  return {
    ...result,
    status: 'fail',
    reason: `no check of the slice "${result.slice}" reported "${missing}"`,
  };
}

function described(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
