import type { SandboxLimits } from '../kernel/task.ts';
import type { Questioned } from './cascade.ts';
import type { Questioning } from './collecting.ts';
import { readPlain } from './subject/plain-data.ts';
import type { Deadline, Exchange, SubjectEnd } from './subject/session.ts';
import type { SubjectLease } from './subject/subjects.ts';
import type { QuestionKind } from './wire.ts';

/** Questions a candidate within the time for one question and for all of them, counting only its own. */
export function questionWithin(lease: SubjectLease, limits: SandboxLimits): Questioning {
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
