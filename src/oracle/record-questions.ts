import type { Questioned } from './cascade.ts';

const MOST_QUESTIONS = 400;
const MOST_BYTES = 512 * 1024;

/** A candidate whose questions are written down on the way: the first ones, as long as they are short enough. */
export function recordQuestions(questioned: Questioned): {
  readonly questioned: Questioned;
  readonly questions: readonly string[];
} {
  const questions: string[] = [];
  let bytes = 0;
  return {
    questions,
    questioned: {
      ...questioned,
      call: (payload) => {
        if (questions.length < MOST_QUESTIONS && bytes + payload.length <= MOST_BYTES) {
          bytes += payload.length;
          questions.push(payload);
        }
        return questioned.call(payload);
      },
    },
  };
}
