import { createHash } from 'node:crypto';
import type { Json } from '../kernel/json.ts';
import type { Answer, Subject } from './define.ts';
import type { Exchange, SubjectEnd } from './subject/session.ts';
import { readPlain } from './subject/plain-data.ts';

/** Puts one encoded question to whatever answers. */
export type Answerer = (payload: string) => Promise<Exchange>;

/** The questions of one check, with their record. */
export interface Inquiry {
  readonly subject: Subject;
  /** Enters something in the transcript that was no question. */
  readonly note: (text: string) => void;
  /** Resolves when the candidate ends instead of answering. */
  readonly ended: Promise<SubjectEnd>;
  /** Refuses later questions, waits for those under way and says what was asked. May be called again. */
  readonly close: () => Promise<InquiryRecord>;
}

export interface InquiryRecord {
  readonly questions: number;
  /** SHA-256 over every question and reply in order, without nonces. */
  readonly transcript: string;
  readonly end: SubjectEnd | null;
}

/**
 * Opens the questions of one check. Once the candidate has ended, `ask` rejects; whatever the check makes of that, the
 * end stands.
 */
export function openInquiry(answerer: Answerer, encode: (argument: Json) => string): Inquiry {
  const ended = Promise.withResolvers<SubjectEnd>();
  const hash = createHash('sha256');
  let tail: Promise<unknown> = Promise.resolve();
  let questions = 0;
  let end: SubjectEnd | null = null;
  let closed = false;

  const finish = (how: SubjectEnd): never => {
    end = how;
    ended.resolve(how);
    throw new Error(`the candidate ended: ${how.reason}`);
  };

  const put = async (payload: string): Promise<Answer> => {
    if (end !== null) return finish(end);
    questions += 1;
    hash.update(`question ${payload}\n`);
    const reply = await answerer(payload);
    if (reply.kind === 'ended') {
      hash.update(`ended ${reply.status}\n`);
      return finish(reply);
    }
    hash.update(`${reply.kind} ${reply.payload}\n`);
    const answer = readReply(reply);
    return answer.kind === 'ended' ? finish(answer) : answer;
  };

  return {
    ended: ended.promise,
    note: (text) => void hash.update(`${text}\n`),
    subject: {
      ask: (...args: readonly Json[]) => {
        if (closed) return Promise.reject(new Error('a question was asked after the check had returned'));
        const payload = `[${args.map((argument) => encode(argument)).join()}]`;
        const answer = tail.then(() => put(payload));
        tail = answer.catch(() => undefined);
        return answer;
      },
    },
    close: () => {
      closed = true;
      // A copy: what companions were asked is entered after the questions have ended.
      return tail.then(() => ({ questions, transcript: hash.copy().digest('hex'), end }));
    },
  };
}

function readReply(reply: Exclude<Exchange, SubjectEnd>): Answer | SubjectEnd {
  let value: Json;
  try {
    value = readPlain(reply.payload);
  } catch (error) {
    return refused(`its answer is not plain data: ${(error as Error).message}`);
  }
  switch (reply.kind) {
    case 'value':
      return { kind: 'value', value };
    case 'threw':
      return typeof value === 'string'
        ? { kind: 'threw', message: value }
        : refused('its error has no message');
    case 'unfit':
      return refused(
        `its answer is not plain data: ${typeof value === 'string' ? value : 'it does not say why'}`,
      );
    case 'done':
      return refused('it acknowledged a question instead of answering it');
  }
}

function refused(reason: string): SubjectEnd {
  return { kind: 'ended', status: 'refused', reason, fault: null, exit: null };
}
