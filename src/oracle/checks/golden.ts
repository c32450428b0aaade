import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import type { CheckDefinition, CheckOutcome } from '../define.ts';
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
  atLeast: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of right answers that is enough; below 1 the share is measured as `right`'),
  compare: comparisonSchema.default(EXACT),
});

/** Pairs of input and output, asked in an order that no candidate can know. */
export const goldenCheck = checkKind(
  options,
  ({ cases: file, sample, atLeast, compare }, place, host): CheckDefinition => {
    const kind = answeringKind(host);
    const cases = readCases(file, host);
    refuseOverlap(cases, place, host);
    return {
      ...place,
      run: async ({ subject, random }) => {
        const asked = draw(cases.length, Math.min(sample ?? cases.length, cases.length), random);
        const ask = asking(subject, kind);
        const right = new Map<number, boolean>();
        let wrong: JsonObject | null = null;
        for (const number of asked) {
          const { arguments: args, expected } = cases[number]!;
          const answer = await ask(args);
          const same = answer.kind === 'value' && sameAnswer(answer.value, expected, compare);
          right.set(number, same);
          if (same) continue;
          wrong ??= { arguments: shown(args), expected: shown(expected), given: shownAnswer(answer) };
          // Who ended answers nothing more.
          if (atLeast === 1 || answer.kind === 'ended') return differs(right, wrong);
        }
        if (atLeast === 1) return { status: 'pass', metrics: { cases: asked.length } };
        return shareOf(right, atLeast, wrong);
      },
    };
  },
);

function differs(right: ReadonlyMap<number, boolean>, wrong: JsonObject): CheckOutcome {
  const reason = `an answer differs from the expected one (after ${countRight(right)} right ones)`;
  return { status: 'fail', reason, evidence: wrong };
}

/** The items are in the order of the cases, whatever order they were asked in. */
function shareOf(
  right: ReadonlyMap<number, boolean>,
  atLeast: number,
  wrong: JsonObject | null,
): CheckOutcome {
  const cases = right.size;
  const share = countRight(right) / cases;
  const metrics = { cases, right: share };
  const evidence = { firstWrong: wrong };
  if (share < atLeast)
    return { status: 'fail', reason: `fewer than ${atLeast} of the answers are right`, metrics, evidence };
  const items = [...right].toSorted(([one], [other]) => one - other).map(([, same]) => Number(same));
  return { status: 'pass', metrics, evidence, items };
}

function countRight(right: ReadonlyMap<number, boolean>): number {
  return [...right.values()].filter(Boolean).length;
}

/** Numbers of a sample without repetition (Fisher and Yates, partial). */
function draw(of: number, count: number, random: Random): readonly number[] {
  const left = Array.from({ length: of }, (_, index) => index);
  for (let index = 0; index < count; index += 1) {
    const other = index + random.below(left.length - index);
    [left[index], left[other]] = [left[other]!, left[index]!];
  }
  return left.slice(0, count);
}
