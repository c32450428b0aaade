import { z } from 'zod';
import type { Random } from '../../kernel/random.ts';
import type { CheckDefinition } from '../define.ts';
import { answeringKind, asking, shownAnswer } from './candidate-answer.ts';
import { checkKind } from './check-kind.ts';
import { EXACT, comparisonSchema, sameAnswer } from './compare.ts';
import { readCases, refuseOverlap } from './golden-cases.ts';
import { shown } from './shown.ts';

const options = z.strictObject({
  cases: z.string().min(1).describe('JSON lines, each {"arguments": [...], "expected": ...}'),
  sample: z
    .number()
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Ask so many of them, drawn anew for each label of inputs'),
  compare: comparisonSchema.default(EXACT),
});

/** Pairs of input and output, asked in an order that no candidate can know. */
export const goldenCheck = checkKind(
  options,
  ({ cases: file, sample, compare }, place, host): CheckDefinition => {
    const kind = answeringKind(host);
    const cases = readCases(file, host);
    refuseOverlap(cases, place, host);
    return {
      ...place,
      run: async ({ subject, random }) => {
        const asked = draw(cases, Math.min(sample ?? cases.length, cases.length), random);
        const ask = asking(subject, kind);
        for (const [index, { arguments: args, expected }] of asked.entries()) {
          const answer = await ask(args);
          if (answer.kind === 'value' && sameAnswer(answer.value, expected, compare)) continue;
          return {
            status: 'fail',
            reason: `an answer differs from the expected one (after ${index} right ones)`,
            evidence: {
              arguments: shown(args),
              expected: shown(expected),
              given: shownAnswer(answer),
            },
          };
        }
        return { status: 'pass', metrics: { cases: asked.length } };
      },
    };
  },
);

/** A sample without repetition (Fisher and Yates, partial). */
function draw<Item>(items: readonly Item[], count: number, random: Random): readonly Item[] {
  const left = [...items];
  for (let index = 0; index < count; index += 1) {
    const other = index + random.below(left.length - index);
    [left[index], left[other]] = [left[other]!, left[index]!];
  }
  return left.slice(0, count);
}
