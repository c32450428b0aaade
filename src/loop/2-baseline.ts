import type { Judge, JudgeReply } from '../kernel/contracts/judge.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import { SCREENING_INPUTS, screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { CheckResult, Verdict } from '../kernel/verdict.ts';
import type { Journal } from './journal.ts';
import type { RunParts } from './run-parts.ts';

/** Proves the sandbox, measures the unmodified workspace and proves the oracle, before any candidate is judged. */
export async function judgeBaseline(parts: RunParts, journal: Journal): Promise<void> {
  const { judge, task } = parts;
  const proof = await judge.proveSandbox();
  journal.record({ event: { type: 'sandbox-proved', ...proof } });
  if (journal.state().baseline !== null) return;

  const { baselineCandidate } = journal.state();
  const candidate = baselineCandidate!;
  const { signal } = new AbortController();
  const [screened, fresh] = await Promise.all([
    judge.judge({ candidate, mode: 'fresh', inputs: SCREENING_INPUTS, scope: 'visible', signal }),
    judge.judge({ candidate, mode: 'fresh', inputs: 'baseline', scope: 'all', signal }),
  ]);
  checkPasses(screened.verdict);
  checkPasses(fresh.verdict);
  await proveOracle(judge, task, screened.verdict, journal);
  journal.record({
    event: { type: 'baseline-judged', screened: screened.verdict, fresh: fresh.verdict },
    observed: {
      milliseconds: screened.observed.milliseconds + fresh.observed.milliseconds,
      ...signaturesOf(screened, fresh),
    },
  });
}

/** In the order of the event's verdicts. */
function signaturesOf(...replies: readonly JudgeReply[]): JsonObject {
  const signatures = replies.flatMap(({ observed }) => observed.signature ?? []);
  return signatures.length === 0 ? {} : { signatures };
}

/** @throws FulcrumError `FULCRUM_E_BASELINE_FAILS` when this verdict on the baseline is no pass */
export function checkPasses(verdict: Verdict): void {
  if (verdict.status === 'pass') return;
  const failed = verdict.checks.find((check) => check.status !== 'pass');
  throw new FulcrumError({
    code: 'FULCRUM_E_BASELINE_FAILS',
    domain: 'oracle',
    what: `the unmodified workspace does not pass its own oracle: ${verdict.reason ?? verdict.status}${evidenceOf(failed)}`,
    where: failed === undefined ? 'baseline' : `check ${failed.check}`,
    mend: 'Mend the workspace or the oracle; a run starts from something that works',
  });
}

/** What the check saw, for the person who wrote it. */
function evidenceOf(failed: CheckResult | undefined): string {
  if (failed?.evidence === undefined || failed.evidence === null) return '';
  const text = JSON.stringify(failed.evidence);
  return ` (${text.length > 300 ? `${text.slice(0, 300)}…` : text})`;
}

async function proveOracle(judge: Judge, task: Task, baseline: Verdict, journal: Journal): Promise<void> {
  const probes = await judge.probeOracle(SCREENING_INPUTS);
  const own = screenedScore(task, baseline)!;
  for (const { name, verdict } of probes) {
    const score = screenedScore(task, verdict);
    if (score !== null && gain(task.objectives[0]!, score, own) >= 0) throw acceptsNull(name, score, own);
  }
  journal.record({
    event: {
      type: 'oracle-proved',
      probes: probes.map(({ name, verdict }) => ({
        name,
        detail: verdict.reason ?? 'valid, but worse than the baseline',
      })),
    },
  });
}

function acceptsNull(name: string, score: number, own: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_ORACLE_ACCEPTS_NULL',
    domain: 'oracle',
    what: `the oracle is content with a candidate that does nothing (${name} scores ${score}, the baseline ${own})`,
    where: 'oracle.module',
    mend: 'Let the checks demand what the code is for, then run again',
  });
}
