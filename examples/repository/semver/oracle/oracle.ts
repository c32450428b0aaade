import { createRequire } from 'node:module';
import type { CheckContext, CheckOutcome, Json } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { Chance, Question } from './questions.ts';
import { drawMalformed, drawQuestion } from './questions.ts';
import { recordedRandom } from './recorded-random.ts';

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

/**
 * Demands the original's answer to so many questions. They are the same in every judgement, as if they had been recorded
 * where semver is used: with new ones each time every winner fails one sooner or later, and no candidate sees these.
 */
function sameAnswers(count: number, seed: number, draw: (random: Chance) => Question) {
  const random = recordedRandom(seed);
  const asked = Array.from({ length: count }, () => {
    const question = draw(random);
    return { question, expected: expectedOf(question) };
  });
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
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
      name: 'visible questions',
      slice: 'questions',
      visibility: 'visible',
      run: sameAnswers(80, 1, drawQuestion),
    },
    {
      name: 'other questions',
      slice: 'others',
      visibility: 'held-out',
      run: sameAnswers(800, 2, drawQuestion),
    },
    {
      name: 'malformed questions',
      slice: 'malformed',
      visibility: 'held-out',
      run: sameAnswers(300, 3, drawMalformed),
    },
  ],
});
