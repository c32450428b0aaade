import type { AgentReading, AgentSession } from './adapter.ts';
import type { AgentLimits } from './options.ts';
import { seen } from './reading.ts';
import type { RunnerLine } from './runner-line.ts';
import type { RunnerStart } from './runner-protocol.ts';
import type { Trajectory } from './trajectory.ts';

/** How an agent's work ended. Its exit code is what it chose. */
export type AgentEnd =
  | { readonly how: 'exited'; readonly code: number; readonly stderr: string }
  | { readonly how: 'finished'; readonly stderr: string }
  | { readonly how: 'limit'; readonly limit: string; readonly stderr: string }
  | { readonly how: 'failed-to-start'; readonly fault: string; readonly stderr: string };

export type Conversation =
  | {
      readonly kind: 'ended';
      readonly end: AgentEnd;
      /** The last thing it said. */
      readonly said: string | null;
    }
  | { readonly kind: 'lost'; readonly reason: string };

/** Time for a sandbox to kill what runs in it and say so. */
const STOP_MILLISECONDS = 20_000;

type Stop = { readonly how: 'finished' } | { readonly how: 'limit'; readonly limit: string };

/**
 * Starts the agent and talks with it until it ends, has finished or meets a limit. It runs no longer when this resolves,
 * unless the sandbox was lost.
 *
 * @param exhausted resolves with the limit when the door lets it make no further call
 */
export async function converse(
  line: RunnerLine,
  start: RunnerStart,
  session: Pick<AgentSession, 'read'>,
  limits: Pick<AgentLimits, 'seconds' | 'outputBytes'>,
  exhausted: Promise<string>,
  trajectory: Pick<Trajectory, 'add'>,
): Promise<Conversation> {
  let stop: Stop | null = null;
  let deadline = performance.now() + limits.seconds * 1000;
  let said: string | null = null;
  let bytes = 0;

  const end = (why: Stop): void => {
    if (stop !== null) return;
    stop = why;
    deadline = performance.now() + STOP_MILLISECONDS;
    if (why.how === 'limit') trajectory.add({ kind: 'limit', limit: why.limit });
    line.send({ type: 'stop' });
  };
  const take = (reading: AgentReading): void => {
    for (const event of reading.events) {
      if (event.kind === 'said') said = event.text;
      trajectory.add(event);
    }
    for (const text of reading.replies) line.send({ type: 'reply', text });
    if (reading.finished) end({ how: 'finished' });
  };

  void exhausted.then((limit) => end({ how: 'limit', limit }));
  line.send({ type: 'start', ...start });
  for (;;) {
    const received = await line.receive(deadline - performance.now());
    switch (received.type) {
      case 'timeout':
        if (stop !== null) return { kind: 'lost', reason: 'it could not be ended in its sandbox' };
        end({ how: 'limit', limit: `it worked for ${limits.seconds} s` });
        break;
      case 'line':
        if (stop !== null) break;
        bytes += Buffer.byteLength(received.text) + 1;
        if (bytes > limits.outputBytes)
          end({ how: 'limit', limit: `it printed more than ${limits.outputBytes} bytes` });
        else take(readLine(session, received.text, received.cut));
        break;
      case 'ended': {
        const { code, fault, stderr } = received;
        return { kind: 'ended', end: endOf(stop, code, fault, stderr), said };
      }
      case 'lost':
        return { kind: 'lost', reason: received.reason };
      case 'differences':
      case 'listed':
      case 'piece':
        return { kind: 'lost', reason: 'its sandbox answered what nobody asked' };
    }
  }
}

/** What an agent prints is nobody's to rely on: a line that trips its adapter is a fault of the line. */
function readLine(session: Pick<AgentSession, 'read'>, text: string, cut: boolean): AgentReading {
  const fault = (what: string): AgentReading => seen({ kind: 'fault', text: what });
  if (cut) return fault(`it printed a line that is too long: ${text.slice(0, 200)}`);
  try {
    return session.read(text);
  } catch (error) {
    return fault(`a line of it cannot be read (${String(error)}): ${text.slice(0, 200)}`);
  }
}

function endOf(stop: Stop | null, code: number | null, fault: string | null, stderr: string): AgentEnd {
  if (stop !== null) return { ...stop, stderr };
  if (fault !== null || code === null) return { how: 'failed-to-start', fault: fault ?? 'no reason', stderr };
  return { how: 'exited', code, stderr };
}
