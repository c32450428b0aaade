import type { Json } from '../../kernel/json.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import type { Answer, CheckContext, CommandRun, OpenSubject, TimedAnswer } from '../define.ts';
import type { CheckHost } from './check-kind.ts';
import type { Arguments } from './inputs.ts';
import { shown } from './shown.ts';

/** Kinds of subjects that answer questions. */
export type AnsweringKind = Exclude<SubjectSource['kind'], 'artifact' | 'files'>;

/**
 * The kind of a task's subject, for checks that ask questions.
 *
 * @throws FulcrumError when it answers none
 */
export function answeringKind(host: CheckHost): AnsweringKind {
  const { kind } = host.subject;
  if (kind !== 'artifact' && kind !== 'files') return kind;
  const what = `a subject of kind "${kind}" answers no questions`;
  throw host.invalid(what, 'kind', 'Remove the check, or judge a subject that answers questions');
}

/** What was answered, whatever answered: a command's answer is what it printed, and an exit code above 0 is a throw. */
export type PlainAnswer =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'threw'; readonly message: string }
  | { readonly kind: 'ended'; readonly reason: string };

export type Ask = (args: Arguments) => Promise<PlainAnswer>;

export function asking(subject: CheckContext['subject'] | OpenSubject, kind: AnsweringKind): Ask {
  return async (args) => plainAnswer(await subject.ask(...args), kind);
}

export function plainAnswer(answer: Answer | TimedAnswer, kind: AnsweringKind): PlainAnswer {
  if (answer.kind === 'ended') return { kind: 'ended', reason: `${answer.status}: ${answer.reason}` };
  if (answer.kind === 'threw') return { kind: 'threw', message: answer.message };
  if (kind !== 'command') return { kind: 'value', value: answer.value };
  const { exitCode, stdout } = answer.value as unknown as CommandRun;
  return exitCode === 0
    ? { kind: 'value', value: stdout }
    : { kind: 'threw', message: `it ended with exit code ${exitCode}` };
}

/** An answer as evidence shows it. */
export function shownAnswer(answer: PlainAnswer): Json {
  switch (answer.kind) {
    case 'value':
      return { value: shown(answer.value) };
    case 'threw':
      return { threw: answer.message.slice(0, 500) };
    case 'ended':
      return { ended: answer.reason.slice(0, 500) };
  }
}
