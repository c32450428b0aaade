import type { CheckContext, CheckOutcome, CommandRun } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import { askOriginal, readRun, type Answer } from './original.ts';
import type { Chance, Question } from './questions.ts';
import { argumentsOf, drawMalformed, drawQuestion } from './questions.ts';
import { recordedRandom } from './recorded-random.ts';

interface Recorded {
  readonly question: Question;
  readonly expected: Answer;
}

/** What the original answers, asked once for each process of the oracle. */
function record(count: number, seed: number, draw: (random: Chance) => Question): readonly Recorded[] {
  const random = recordedRandom(seed);
  return Array.from({ length: count }, () => {
    const question = draw(random);
    return { question, expected: askOriginal(argumentsOf(question)) };
  });
}

/**
 * Demands the original's answer to so many questions. They are the same in every judgement, as if they had been recorded
 * where semver is used: with new ones each time every winner fails one sooner or later, and no candidate sees these.
 */
function sameAnswers(count: number, seed: number, draw: (random: Chance) => Question) {
  let recorded: readonly Recorded[] | null = null;
  return async ({ subject }: CheckContext): Promise<CheckOutcome> => {
    recorded ??= record(count, seed, draw);
    for (const { question, expected } of recorded) {
      const words = argumentsOf(question);
      const answer = await subject.ask(words.map((word) => `${word}\n`).join(''));
      if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
      const given = readRun(answer.value as unknown as CommandRun);
      if (given.printed === expected.printed && given.complained === expected.complained) continue;
      const complaint = given.complained ? 'complained and ' : '';
      return {
        status: 'fail',
        reason: `semver ${words.join(' ')} ${complaint}printed ${JSON.stringify(given.printed)}, not ${JSON.stringify(expected.printed)}`,
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
      run: sameAnswers(6, 1, drawQuestion),
    },
    {
      name: 'other questions',
      slice: 'others',
      visibility: 'held-out',
      run: sameAnswers(16, 2, drawQuestion),
    },
    {
      name: 'malformed questions',
      slice: 'malformed',
      visibility: 'held-out',
      run: sameAnswers(6, 3, drawMalformed),
    },
  ],
});
