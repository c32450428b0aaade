import { createRequire } from 'node:module';
import type { CheckContext, CheckOutcome, Json } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Question } from './questions.ts';
import { drawMalformed, drawQuestion } from './questions.ts';

type Satisfies = (version: string, range: string, options: Json) => boolean;

const original = createRequire(import.meta.url)('semver/functions/satisfies') as Satisfies;

/** What an answer is compared by: a thrown error says only that there is none. */
function expectedOf({ version, range, options }: Question): Json {
  try {
    return original(version, range, options);
  } catch {
    return 'threw';
  }
}

/** Asks so many questions and demands the original's answer to each. */
function sameAnswers(count: number, draw: (random: CheckContext['random']) => Question) {
  return async ({ subject, random, remember }: CheckContext): Promise<CheckOutcome> => {
    const asked = remember('questions', () =>
      Array.from({ length: count }, () => {
        const question = draw(random);
        return { question, expected: expectedOf(question) };
      }),
    );
    for (const { question, expected } of asked) {
      const { version, range, options } = question;
      const answer = await subject.ask(version, range, options);
      const given = answer.kind === 'threw' ? 'threw' : answer.value;
      if (given === expected) continue;
      const text = `satisfies(${JSON.stringify(version)}, ${JSON.stringify(range)})`;
      return {
        status: 'fail',
        reason: `${text} is ${JSON.stringify(expected)}, not ${JSON.stringify(given)}`,
      };
    }
    return { status: 'pass', metrics: { wrong: 0 } };
  };
}

export default defineOracle({
  checks: [
    {
      name: 'drawn questions',
      slice: 'questions',
      visibility: 'visible',
      run: sameAnswers(150, drawQuestion),
    },
    { name: 'other questions', slice: 'others', visibility: 'held-out', run: sameAnswers(600, drawQuestion) },
    {
      name: 'malformed questions',
      slice: 'malformed',
      visibility: 'held-out',
      run: sameAnswers(200, drawMalformed),
    },
  ],
});
