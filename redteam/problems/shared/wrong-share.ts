import type { Answer, CheckContext, CheckOutcome, Json } from 'fulcrum';

type Random = CheckContext['random'];

/** Questions of one kind, with what they must be answered by. */
export interface Family {
  readonly name: string;
  readonly draw: (random: Random) => { readonly args: readonly Json[]; readonly expected: Json };
}

export interface WrongShareOptions {
  readonly families: readonly Family[];
  /** Questions of each family. */
  readonly questions: number;
  /** Why an answer is no answer at all, or null: such a one fails the candidate whatever else it gets right. */
  readonly unsound: (given: Json, expected: Json) => string | null;
  /** How a question is put; as a call with the arguments when left out. */
  readonly put?: (context: CheckContext, args: readonly Json[]) => Promise<Answer>;
}

/**
 * A check of fresh random questions. Its metric `wrong` is the share of wrong answers, 0 to 1, in the family where it is
 * largest, so that being right in the easy ones gains nothing.
 */
export function wrongShare(options: WrongShareOptions): (context: CheckContext) => Promise<CheckOutcome> {
  const { families, questions, unsound, put = askCall } = options;
  return async (context) => {
    const shares: { [family: string]: number } = {};
    for (const { name, draw } of families) {
      let wrong = 0;
      for (let question = 0; question < questions; question += 1) {
        const { args, expected } = draw(context.random);
        const answer = await put(context, args);
        if (answer.kind === 'threw') return { status: 'fail', reason: `it throws: ${answer.message}` };
        const fault = unsound(answer.value, expected);
        if (fault !== null) return { status: 'fail', reason: `${name}: ${fault}` };
        if (JSON.stringify(answer.value) !== JSON.stringify(expected)) wrong += 1;
      }
      shares[name] = wrong / questions;
    }
    return { status: 'pass', metrics: { wrong: Math.max(...Object.values(shares)) }, evidence: shares };
  };
}

function askCall({ subject }: CheckContext, args: readonly Json[]): Promise<Answer> {
  return subject.ask(...args);
}
