import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { askOriginal } from '../../examples/repository/semver/oracle/original.ts';
import {
  argumentsOf,
  drawMalformed,
  drawQuestion,
} from '../../examples/repository/semver/oracle/questions.ts';
import { createRandom } from '../../src/kernel/random.ts';

const { clean, compare, satisfies, valid } = createRequire(import.meta.url)('semver') as {
  readonly [name: string]: (...words: readonly unknown[]) => never;
};

it('asks questions of both answers, so that no constant passes', () => {
  const random = createRandom('questions');
  const answers = Array.from({ length: 60 }, () => drawQuestion(random)).flatMap(
    ({ versions, range, options }) => versions.map((version) => satisfies!(version, range, options)),
  );
  const positive = answers.filter(Boolean).length / answers.length;
  expect(positive).toBeGreaterThan(0.1);
  expect(positive).toBeLessThan(0.6);
});

it('records what the program prints: the versions in the range, sorted', () => {
  const random = createRandom('recorded');
  for (let draw = 0; draw < 8; draw += 1) {
    const question = drawQuestion(random);
    const { versions, range, options } = question;
    const printed = versions
      .filter((version) => valid!(version, options) !== null && satisfies!(version, range, options))
      .toSorted((left, right) => compare!(left, right, options))
      .map((version) => `${clean!(version, options) as string}\n`)
      .join('');
    expect(askOriginal(argumentsOf(question))).toEqual({ printed, complained: false });
  }
});

it('damages a question in one place only', () => {
  for (let draw = 0; draw < 200; draw += 1) {
    const before = drawQuestion(createRandom(`question ${draw}`));
    const after = drawMalformed(createRandom(`question ${draw}`));
    expect(before.range === after.range || before.versions.join() === after.versions.join()).toBe(true);
    expect(after.options).toEqual(before.options);
  }
});
