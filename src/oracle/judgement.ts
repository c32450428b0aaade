import type { JsonObject } from '../kernel/json.ts';
import type { SandboxLimits } from '../kernel/task.ts';
import type { CheckResult } from '../kernel/verdict.ts';
import type { CascadeInputs, Questioned } from './cascade.ts';
import { runCascade } from './cascade.ts';
import type { Questioning } from './collecting.ts';
import { collectWithin } from './collecting.ts';
import type { Oracle } from './define.ts';
import type { JudgementTask } from './messages.ts';
import type { QuestionKind } from './wire.ts';
import type { Deadline, Exchange, SubjectEnd } from './subject/session.ts';
import { readPlain } from './subject/plain-data.ts';
import type { SubjectLease, Subjects } from './subject/subjects.ts';

const STDERR_KEPT = 1000;

export interface JudgementResult {
  readonly checks: readonly CheckResult[];
  readonly observed: JsonObject;
}

/**
 * Judges one candidate. When it ends in a process that has served others, one of them may have left something behind:
 * it is asked once more in a new one, so that the verdict is about this candidate whoever came before.
 */
export async function judgeCandidate(
  oracle: Oracle,
  subjects: Subjects,
  task: JudgementTask,
  limits: SandboxLimits,
  inputs: CascadeInputs,
): Promise<JudgementResult> {
  for (;;) {
    const lease = await subjects.lease(task.tree, task.mode);
    const { result, end } = await judgeInLease(oracle, lease, limits, inputs);
    if (end === null || !lease.used || end.status === 'timeout' || inputs.signal.aborted) return result;
  }
}

async function judgeInLease(
  oracle: Oracle,
  lease: SubjectLease,
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
    const checks = await runCascade(oracle, questioning.questioned, inputs);
    const end = questioning.end();
    const cost = lease.batch === null ? await lease.session.usage() : { batch: lease.batch };
    return {
      result: { checks, observed: { ...cost, ...questioning.observed(), ...observedExit(end) } },
      end,
    };
  } finally {
    inputs.signal.removeEventListener('abort', onAbort);
    lease.release(questioning.end() === null && !inputs.signal.aborted);
  }
}

/** Questions a candidate within the time for one question and for all of them, counting only its own. */
function questionWithin(lease: SubjectLease, limits: SandboxLimits): Questioning {
  let left = limits.judgementSeconds * 1000;
  let end: SubjectEnd | null = null;

  const deadline = (): Deadline => {
    const question = limits.questionSeconds * 1000;
    if (question <= left)
      return { milliseconds: question, reason: `there was no answer within ${limits.questionSeconds} s` };
    return { milliseconds: left, reason: `the judgement took longer than ${limits.judgementSeconds} s` };
  };

  const exchange = async (kind: QuestionKind, payload: string): Promise<Exchange> => {
    const started = performance.now();
    const reply = await lease.session.exchange(kind, payload, deadline());
    left = Math.max(0, left - (performance.now() - started));
    if (reply.kind === 'ended') end = reply;
    return reply;
  };

  const ask = async (payload: string): Promise<Exchange> => {
    const { translation } = lease;
    if (translation === null) return exchange('call', payload);
    const reply = translation.answer(await exchange('call', translation.question(payload)));
    if (reply.kind === 'ended') end = reply;
    return reply;
  };

  const questioned: Questioned = {
    artifact: () => null,
    call: (payload) => ask(payload),
    load: async () => {
      const reply = await exchange('load', lease.loadPayload);
      return reply.kind === 'ended' ? { ...reply, reason: `loading it: ${reply.reason}` } : loadEnd(reply);
    },
    settle: async () => {
      const reply = await exchange('ping', 'null');
      if (reply.kind === 'ended' || reply.kind === 'done') return reply.kind === 'ended' ? reply : null;
      return ended('refused', 'it answered for the program that loads it');
    },
  };
  return { questioned, end: () => end, observed: () => ({}) };
}

function loadEnd(reply: Exclude<Exchange, SubjectEnd>): SubjectEnd | null {
  if (reply.kind === 'done') return null;
  if (reply.kind !== 'threw') return ended('refused', 'it answered for the program that loads it');
  return ended('crash', `loading it: ${messageIn(reply.payload)}`);
}

function messageIn(payload: string): string {
  try {
    const message = readPlain(payload);
    if (typeof message === 'string') return message;
  } catch {
    // Malformed, as below.
  }
  return 'an error that cannot be read';
}

function ended(status: SubjectEnd['status'], reason: string): SubjectEnd {
  return { kind: 'ended', status, reason, fault: null, exit: null };
}

/** How the process ended, for people who look for the cause: beside the verdict, since it need not be the same twice. */
function observedExit(end: SubjectEnd | null): JsonObject {
  if (end?.exit == null) return {};
  const { cause, code, signal, stderr } = end.exit;
  return { exit: { cause, code, signal, stderr: stderr.slice(-STDERR_KEPT) } };
}
