import type { HeldOutAnswer, HeldOutSlice } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import { oracleFault } from '../fault.ts';
import { inputRandom } from '../input-random.ts';
import { ladderAnswer } from './ladder.ts';
import type { GivenAnswer, KeptAnswer, ReadingRecord } from './reading-record.ts';
import { thresholdoutAnswer } from './thresholdout.ts';

/** What an answer depends on beside the figure itself. */
export interface AnswerFacts {
  readonly record: ReadingRecord;
  readonly oracleSeed: string;
  /** Of the reading within the slice, from 1. */
  readonly position: number;
  readonly reading: string;
  readonly tree: string;
  /** All checks of the judgement. */
  readonly all: readonly CheckResult[];
  /** The slice's figure by item, where a check told. */
  readonly items: readonly number[] | null;
}

/**
 * The results of a counted slice as they may be told, in their order. Readings of one slice are compared with those that
 * came before, never with each other in the same reading: who is judged first changes nothing.
 */
export function releaseAnswer(
  slice: HeldOutSlice,
  results: readonly CheckResult[],
  facts: AnswerFacts,
): readonly CheckResult[] {
  const { answer, metric, name } = slice;
  const told = answeredWith(slice, results, facts);
  const reads =
    answer?.kind === 'thresholdout'
      ? facts.record.spent(name, facts.position) + Number(told.spent && told.position === facts.position)
      : facts.position;
  if (answer === undefined) return results.map((result) => ({ ...result, reads }));
  return results.map((result) => ({
    ...result,
    reads,
    metrics: coarse(result, metric!, told.released),
    evidence: null,
  }));
}

/** The metric as it is told, and the work it took: any other figure might say what it hides. */
function coarse(
  { metrics, status }: CheckResult,
  metric: string,
  released: number | null,
): CheckResult['metrics'] {
  const told = released !== null && status === 'pass' && metrics[metric] !== undefined;
  return {
    ...(metrics['work'] === undefined ? {} : { work: metrics['work'] }),
    ...(told ? { [metric]: released } : {}),
  };
}

const UNTOLD: GivenAnswer = { released: null, spent: false, best: null };

function answeredWith(slice: HeldOutSlice, results: readonly CheckResult[], facts: AnswerFacts): KeptAnswer {
  const { record, position, reading, tree } = facts;
  const { name, answer } = slice;
  // What was told once is told again: it is nothing new.
  const known = record.answerTo(name, tree, answer?.kind === 'thresholdout' ? null : reading);
  if (known !== null) return known;
  const figure = figureOf(slice, results);
  const given = answer === undefined || figure === null ? UNTOLD : answerOf(slice, answer, figure, facts);
  return record.keep(name, position, reading, tree, given);
}

function answerOf(
  slice: HeldOutSlice,
  answer: HeldOutAnswer,
  figure: number,
  facts: AnswerFacts,
): GivenAnswer {
  switch (answer.kind) {
    case 'ladder':
      return ladder(slice, answer.step, figure, facts);
    case 'thresholdout': {
      const { record, oracleSeed, position, tree, all } = facts;
      const shown = figureOf({ ...slice, name: answer.against }, all);
      if (shown === null) return UNTOLD;
      const stream = (part: string): ReturnType<typeof inputRandom> =>
        inputRandom(oracleSeed, 'thresholdout', slice.name, part);
      const spentBefore = record.spent(slice.name, position);
      const { released, spent } = thresholdoutAnswer(
        shown,
        figure,
        answer,
        stream(`shared ${spentBefore}`),
        stream(`own ${tree}`),
      );
      return { released, spent, best: null };
    }
  }
}

function ladder(
  { name, direction }: HeldOutSlice,
  step: number | null,
  figure: number,
  { record, position, items }: AnswerFacts,
): GivenAnswer {
  const sign = direction === 'minimize' ? 1 : -1;
  if (step === null && items === null) {
    const what = `No check of the slice "${name}" reports \`items\`, its figure by item, which the ladder compares`;
    throw oracleFault('INVALID', what, `slices.heldOut "${name}"`);
  }
  checkItems(name, figure, items);
  const own = { mean: sign * figure, items: items?.map((item) => sign * item) ?? null };
  const { released, best, improved } = compared(name, () =>
    ladderAnswer(record.bestBefore(name, position), own, step),
  );
  return { released: sign * released, spent: false, best: improved ? best : null };
}

/** Items that are not those of the figure would make the ladder's step a number about something else. */
function checkItems(slice: string, figure: number, items: AnswerFacts['items']): void {
  if (items === null) return;
  const mean = items.reduce((sum, item) => sum + item, 0) / items.length;
  if (Math.abs(mean - figure) <= 1e-9 * Math.max(1, Math.abs(figure))) return;
  const what = `The slice "${slice}" reports ${figure}, its items have the mean ${mean}`;
  throw oracleFault('INVALID', what, `slices.heldOut "${slice}"`);
}

function compared<Value>(name: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw oracleFault('INVALID', `The slice "${name}": ${error.message}`, `slices.heldOut "${name}"`, error);
  }
}

function figureOf(
  { name, metric }: Pick<HeldOutSlice, 'name' | 'metric'>,
  results: readonly CheckResult[],
): number | null {
  for (const { slice, metrics, status } of results) {
    if (slice === name && status === 'pass' && metric !== null && metrics[metric] !== undefined)
      return metrics[metric];
  }
  return null;
}
