import type { JsonObject } from '../kernel/json.ts';
import type { SandboxLimits } from '../kernel/task.ts';
import type { CheckResult } from '../kernel/verdict.ts';
import type { CascadeInputs, Questioned } from './cascade.ts';
import { runCascade } from './cascade.ts';
import { collectWithin } from './collecting.ts';
import type { Oracle } from './define.ts';
import type { JudgementTask } from './messages.ts';
import { questionWithin } from './questioning.ts';
import { recordQuestions } from './record-questions.ts';
import type { SubjectEnd } from './subject/session.ts';
import type { SubjectLease, Subjects } from './subject/subjects.ts';

const STDERR_KEPT = 1000;

export interface JudgementResult {
  readonly checks: readonly CheckResult[];
  readonly observed: JsonObject;
}

/** A candidate that is only files: checks look at them and run programs over them. */
const SILENT: Questioned = {
  call: () => Promise.reject(new TypeError('a candidate that is only files answers no questions')),
  load: async () => null,
  settle: async () => null,
  artifact: () => null,
};

/**
 * Judges one candidate. When it ends in a process that has served others, one of them may have left something behind:
 * it is asked once more in a new one, so that the verdict is about this candidate whoever came before.
 *
 * @param subjects null when the task's candidates are only files
 */
export async function judgeCandidate(
  oracle: Oracle,
  subjects: Subjects | null,
  task: JudgementTask,
  limits: SandboxLimits,
  inputs: CascadeInputs,
): Promise<JudgementResult> {
  for (;;) {
    if (subjects === null) return { checks: await runCascade(oracle, SILENT, inputs), observed: {} };
    const lease = await subjects.lease(task.tree, task.mode);
    const { result, end } = await judgeInLease(oracle, lease, task, limits, inputs);
    if (end === null || !lease.used || end.status === 'timeout' || inputs.signal.aborted) return result;
  }
}

async function judgeInLease(
  oracle: Oracle,
  lease: SubjectLease,
  { record }: JudgementTask,
  limits: SandboxLimits,
  inputs: CascadeInputs,
): Promise<{ readonly result: JudgementResult; readonly end: SubjectEnd | null }> {
  const questioning =
    lease.collection === null
      ? questionWithin(lease, limits)
      : collectWithin(lease, lease.collection, limits);
  const onAbort = (): void => void lease.session.end();
  inputs.signal.addEventListener('abort', onAbort);
  if (inputs.signal.aborted) onAbort();
  try {
    const recorded = record ? recordQuestions(questioning.questioned) : null;
    const checks = await runCascade(oracle, recorded?.questioned ?? questioning.questioned, inputs);
    const end = questioning.end();
    const cost = lease.batch === null ? await lease.session.usage() : { batch: lease.batch };
    return {
      result: {
        checks,
        observed: {
          ...cost,
          ...questioning.observed(),
          ...observedExit(end),
          ...(recorded === null ? {} : { questions: recorded.questions }),
        },
      },
      end,
    };
  } finally {
    inputs.signal.removeEventListener('abort', onAbort);
    lease.release(questioning.end() === null && !inputs.signal.aborted);
  }
}

/** How the process ended, for people who look for the cause: beside the verdict, since it need not be the same twice. */
function observedExit(end: SubjectEnd | null): JsonObject {
  if (end?.exit == null) return {};
  const { cause, code, signal, stderr } = end.exit;
  return { exit: { cause, code, signal, stderr: stderr.slice(-STDERR_KEPT) } };
}
