import type { Candidate } from '../kernel/candidate.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { RunParts } from './run-parts.ts';

/** An earlier candidate with what it came to this time. */
export interface Measured {
  readonly kind: 'measured';
  readonly candidate: Candidate;
  readonly reply: JudgeReply;
}

/**
 * Judges an earlier candidate once more, in a fresh sandbox, on visible inputs that nobody else is asked: those of the
 * turn's number. Nothing is decided by it.
 */
export async function measure(
  parts: RunParts,
  number: number,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Measured> {
  const inputs = `measure-${number}`;
  const reply = await parts.judge.judge({ candidate, mode: 'fresh', inputs, scope: 'visible', signal });
  return { kind: 'measured', candidate, reply };
}

/** All of a measurement but what came of it. */
export function measurementEvent(
  number: number,
  candidate: Candidate,
): Omit<Extract<RunEvent, { type: 'candidate-measured' }>, 'verdict'> {
  return { type: 'candidate-measured', number, candidate };
}
