import type { Random } from '../../../kernel/random.ts';
import type { CheckContext, OpenSubject } from '../../define.ts';
import type { AnsweringKind, Ask, PlainAnswer } from '../candidate-answer.ts';
import { plainAnswer } from '../candidate-answer.ts';
import type { Arguments, InputSource } from '../inputs.ts';

/** How one question went on both sides. */
export interface Pair {
  readonly sizeClass: number;
  readonly arguments: Arguments;
  readonly candidate: Timed;
  readonly baseline: Timed;
  /** What a trusted function answers; null where the baseline is the reference. */
  readonly expected: PlainAnswer | null;
}

export interface Timed {
  readonly answer: PlainAnswer;
  readonly milliseconds: number;
}

export interface Measured {
  readonly pairs: readonly Pair[];
  /** Loading and the first answer, of every process. */
  readonly starts: readonly { readonly candidate: number; readonly baseline: number }[];
  /** Processor time of the candidate while the baseline answered; null where nobody counts it. */
  readonly backgroundMilliseconds: number | null;
}

export interface MeasuringOrder {
  readonly inputs: InputSource;
  readonly kind: AnsweringKind;
  readonly reference: Ask | null;
  readonly rounds: number;
  readonly classes: number;
}

interface Question {
  /** Null for the first one, which goes into no class. */
  readonly sizeClass: number | null;
  readonly arguments: Arguments;
  readonly candidateFirst: boolean;
}

/**
 * Times the candidate and the baseline in pairs: new processes each round, each input asked once on either side, sizes
 * and order drawn. In each class of sizes the two take turns as ABBA or BAAB, so that a machine that slows down or speeds
 * up steadily favours neither. Ends at the first pair that `isOver` says is the last.
 */
export async function measurePairs(
  { open, random }: Pick<CheckContext, 'open' | 'random'>,
  order: MeasuringOrder,
  isOver: (pair: Pair) => boolean,
): Promise<Measured> {
  const rounds = Array.from({ length: order.rounds }, () => drawRound(order, random));
  const pairs: Pair[] = [];
  const starts: { candidate: number; baseline: number }[] = [];
  let background: number | null = 0;
  for (const questions of rounds) {
    const { candidate, baseline } = await openSides(open, questions[0]!.candidateFirst);
    try {
      for (const question of questions) {
        const asked = await askBoth(question, { candidate, baseline }, order);
        background = background === null || asked.background === null ? null : background + asked.background;
        if (question.sizeClass === null)
          starts.push({
            candidate: candidate.loadMilliseconds + asked.pair.candidate.milliseconds,
            baseline: baseline.loadMilliseconds + asked.pair.baseline.milliseconds,
          });
        else pairs.push(asked.pair);
        if (isOver(asked.pair))
          return { pairs: [...pairs, asked.pair], starts, backgroundMilliseconds: background };
      }
    } finally {
      await candidate.end();
      await baseline.end();
    }
  }
  return { pairs, starts, backgroundMilliseconds: background };
}

/** A first question of a middling size, then two of each class; the classes in any order. */
function drawRound({ inputs, classes }: MeasuringOrder, random: Random): readonly Question[] {
  const draw = (sizeClass: number, candidateFirst: boolean): Question => ({
    sizeClass,
    arguments: inputs.draw(random, { size: (sizeClass + random.next()) / classes }).arguments,
    candidateFirst,
  });
  const turns = Array.from({ length: classes }, (_, sizeClass) => {
    const candidateFirst = random.chance(0.5);
    return {
      place: random.next(),
      questions: [draw(sizeClass, candidateFirst), draw(sizeClass, !candidateFirst)],
    };
  }).toSorted((left, right) => left.place - right.place);
  const first = { ...draw((classes - 1) >> 1, random.chance(0.5)), sizeClass: null };
  return [first, ...turns.flatMap(({ questions }) => questions)];
}

interface Sides {
  readonly candidate: OpenSubject;
  readonly baseline: OpenSubject;
}

async function openSides(open: CheckContext['open'], candidateFirst: boolean): Promise<Sides> {
  const early = candidateFirst ? await open({ tree: 'candidate' }) : null;
  const baseline = await open({ tree: 'baseline' });
  return { candidate: early ?? (await open({ tree: 'candidate' })), baseline };
}

async function askBoth(question: Question, { candidate, baseline }: Sides, order: MeasuringOrder) {
  const timed = async (side: OpenSubject): Promise<Timed> => {
    const answer = await side.ask(...question.arguments);
    return { answer: plainAnswer(answer, order.kind), milliseconds: answer.milliseconds };
  };
  const alone = async (): Promise<{ readonly timed: Timed; readonly background: number | null }> => {
    const before = (await candidate.usage()).cpuMilliseconds;
    const answered = await timed(baseline);
    const after = (await candidate.usage()).cpuMilliseconds;
    return { timed: answered, background: before === null || after === null ? null : after - before };
  };
  const early = question.candidateFirst ? await timed(candidate) : null;
  const other = await alone();
  const pair: Pair = {
    sizeClass: question.sizeClass ?? 0,
    arguments: question.arguments,
    candidate: early ?? (await timed(candidate)),
    baseline: other.timed,
    expected: (await order.reference?.(question.arguments)) ?? null,
  };
  return { pair, background: other.background };
}
