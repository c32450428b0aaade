import type { Sandbox, SandboxExit, SandboxUsage } from '../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { VerdictStatus } from '../../kernel/verdict.ts';
import type { QuestionKind, ReplyKind } from '../wire.ts';
import { freshNonce, parseReply, questionLine } from '../wire.ts';

/** How a candidate ended instead of answering. */
export interface SubjectEnd {
  readonly kind: 'ended';
  readonly status: Extract<VerdictStatus, 'crash' | 'timeout' | 'refused'>;
  readonly reason: string;
  /** Set when the candidate is not to blame: the run has to stop. */
  readonly fault: FulcrumError | null;
  readonly exit: SandboxExit | null;
}

/** How long a question may stay unanswered, and what is said when it does. */
export interface Deadline {
  readonly milliseconds: number;
  readonly reason: string;
}

export type Exchange = { readonly kind: ReplyKind; readonly payload: string } | SubjectEnd;

export interface SubjectSession {
  /** One question and its reply, by this side's clock. Anything but a reply ends the sandbox, and later calls say so again. */
  readonly exchange: (kind: QuestionKind, payload: string, deadline: Deadline) => Promise<Exchange>;
  /** True when something lies there that nobody asked for. */
  readonly unsolicited: () => boolean;
  /** What the sandbox has used from its start on. */
  readonly usage: () => Promise<SandboxUsage>;
  readonly end: () => Promise<SandboxExit>;
}

/** Puts questions to one sandbox, one at a time, each with a nonce of its own. */
export function openSession(sandbox: Sandbox, limits: { readonly answerBytes: number }): SubjectSession {
  const { channel } = sandbox;
  let over: SubjectEnd | null = null;

  const finish = async (status: SubjectEnd['status'], reason: string): Promise<SubjectEnd> => {
    over = { kind: 'ended', status, reason, fault: null, exit: null };
    const exit = await sandbox.kill();
    over = { ...over, exit, fault: lostSandbox(exit) };
    if (exit.cause === 'output-limit')
      over = { ...over, status: 'refused', reason: 'it printed more than the task allows' };
    return over;
  };

  return {
    unsolicited: channel.surplus,
    usage: sandbox.usage,
    end: sandbox.kill,
    exchange: async (kind, payload, { milliseconds, reason }) => {
      if (over !== null) return over;
      if (channel.surplus()) return finish('refused', 'it sent something that nobody asked for');
      const nonce = freshNonce();
      channel.send(questionLine(nonce, kind, payload));
      const received = await channel.receive({ milliseconds, maximumBytes: limits.answerBytes });
      switch (received.kind) {
        case 'timeout':
          return finish('timeout', reason);
        case 'too-long':
          return finish('refused', `its answer was longer than ${limits.answerBytes} bytes`);
        case 'closed':
          return finish('crash', 'its process ended before it had answered');
        case 'line': {
          const reply = parseReply(received.text, nonce);
          if (reply.kind !== 'malformed') return reply;
          return finish('refused', `what it sent was not accepted: ${reply.reason}`);
        }
      }
    },
  };
}

/** A sandbox whose end nobody saw went down with its launcher. */
function lostSandbox(exit: SandboxExit): FulcrumError | null {
  if (exit.cause !== 'failed-to-start' && (exit.code !== null || exit.signal !== null)) return null;
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_LOST',
    domain: 'sandbox',
    what: 'A sandbox ended before its candidate could be judged',
    where: exit.stderr.trim() === '' ? 'sandbox launcher' : exit.stderr.trim(),
    mend: 'Run `fulcrum doctor`; then start the run again, it goes on where it stopped',
  });
}
