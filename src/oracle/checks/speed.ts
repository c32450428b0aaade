import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { CheckContext, CheckDefinition, CheckOutcome } from '../define.ts';
import { askableInputs } from './askable.ts';
import type { AnsweringKind, PlainAnswer } from './candidate-answer.ts';
import { answeringKind, asking, shownAnswer } from './candidate-answer.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import type { Comparison } from './compare.ts';
import { EXACT, comparisonSchema, sameAnswer } from './compare.ts';
import type { Arguments, InputSource } from './inputs.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import type { Reference } from './reference.ts';
import { openReference } from './reference.ts';
import { shown } from './shown.ts';
import type { MedianInterval } from './speed/median-interval.ts';
import { medianInterval } from './speed/median-interval.ts';
import type { Measured, Pair } from './speed/pairs.ts';
import { measurePairs } from './speed/pairs.ts';

export interface SpeedOptions extends CheckPlace {
  readonly inputs: InputSource;
  /** What the right answers are. Default: those of the baseline. */
  readonly reference?: Reference;
  readonly compare?: Comparison;
  /** Times both sides are started anew; each gives two pairs of every class. Default: 6. */
  readonly rounds?: number;
  /** Classes of sizes, between the smallest and the largest inputs. Default: 3. */
  readonly classes?: number;
  /** Milliseconds below which the baseline's answers are too short to be compared. Default: 2. */
  readonly minimum?: number;
  /** Ratio above which a person has to look; null believes any. Default: 10. */
  readonly plausible?: number | null;
  /** Ratio that must be reached at the interval's lower end; null only measures. Default: null. */
  readonly least?: number | null;
  /** Times as long as the baseline's that its start may take. Default: 2. */
  readonly start?: number;
  /** Coverage of the intervals. Default: 0.95. */
  readonly confidence?: number;
  readonly seconds?: number;
  /** Default: `node`. */
  readonly subject?: AnsweringKind;
}

const options = z.strictObject({
  inputs: inputsSchema,
  reference: z
    .union([
      z.literal('baseline'),
      z.strictObject({ module: z.string().min(1), export: z.string().min(1).default('reference') }),
    ])
    .default('baseline'),
  compare: comparisonSchema.default(EXACT),
  rounds: z.int().min(3).max(1000).default(6).describe('Times both sides are started anew'),
  classes: z.int().min(1).max(20).default(3).describe('Classes of sizes; the worst one counts'),
  minimum: z.number().nonnegative().default(2).describe('Milliseconds below which an answer is too short'),
  plausible: z.number().gt(1).nullable().default(10).describe('Ratio above which a person has to look'),
  least: z.number().positive().nullable().default(null).describe('Ratio that must be reached; null measures'),
  start: z.number().gt(1).default(2).describe("Times as long as the baseline's that its start may take"),
  confidence: z.number().gt(0).lt(1).default(0.95),
  seconds: z.number().positive().default(120),
});

export const speedCheck = checkKind(options, async (settings, place, host) => {
  const { reference } = settings;
  return speed({
    ...settings,
    ...place,
    subject: answeringKind(host),
    inputs: askableInputs(await loadInputs(settings.inputs, host), host.subject),
    reference: reference === 'baseline' ? reference : await host.load(reference.module, reference.export),
  });
});

/**
 * How many times as fast as the baseline a candidate answers, by the oracle's clock and only where it answers right.
 * The worst class of sizes counts, at the lower end of its interval.
 */
export function speed(settings: SpeedOptions): CheckDefinition {
  const { name, slice, visibility, seconds = 120 } = settings;
  return {
    name,
    slice,
    visibility,
    seconds,
    inspects: true,
    run: (context) => compareSpeed(context, settings),
  };
}

async function compareSpeed(context: CheckContext, settings: SpeedOptions): Promise<CheckOutcome> {
  const { inputs, compare = EXACT, rounds = 6, classes = 3, subject: kind = 'node' } = settings;
  const { reference = 'baseline', seconds = 120 } = settings;
  const expect = await openReference(reference, context, { subject: kind, seconds });
  // The judged process itself answers once: those that are timed are others, of the same files.
  const { arguments: args } = inputs.draw(context.random);
  const given = await asking(context.subject, kind)(args);
  const fault = faultOf({ arguments: args, given, right: await expect(args) }, compare);
  if (fault !== null) return fault;
  let wrong: CheckOutcome | null = null;
  const order = { inputs, kind, reference: reference === 'baseline' ? null : expect, rounds, classes };
  const measured = await measurePairs(context, order, ({ candidate, baseline, expected, ...pair }) => {
    const asked = { arguments: pair.arguments, given: candidate.answer, right: expected ?? baseline.answer };
    wrong = faultOf(asked, compare) ?? (baseline.answer.kind === 'ended' ? UNPAIRED : null);
    return wrong !== null;
  });
  return wrong ?? judgeTimes(measured, settings);
}

const UNPAIRED: CheckOutcome = {
  status: 'fail',
  reason: 'the baseline gave no answer to be timed beside it',
};

/** One answer beside the right one. */
interface Compared {
  readonly arguments: Arguments;
  readonly given: PlainAnswer;
  readonly right: PlainAnswer;
}

/** Null when the answer is right. */
function faultOf({ arguments: args, given, right }: Compared, compare: Comparison): CheckOutcome | null {
  const evidence = { arguments: shown(args), expected: shownAnswer(right), given: shownAnswer(given) };
  const fail = (reason: string): CheckOutcome => ({ status: 'fail', reason, evidence });
  if (given.kind === 'ended') return fail('it ended instead of answering');
  if (right.kind === 'ended') return fail('there is no answer to compare its own with');
  if (given.kind === 'threw' || right.kind === 'threw')
    return given.kind === right.kind ? null : fail('one of it and the reference threw, the other did not');
  return sameAnswer(given.value, right.value, compare) ? null : fail('its answer is wrong');
}

/** Of the milliseconds in which the baseline answers, the share a candidate may work on its own, and those it may at least. */
const BACKGROUND = { share: 0.05, milliseconds: 10 } as const;
/** So much longer a start may always take. */
const START_MILLISECONDS = 20;

function judgeTimes(measured: Measured, settings: SpeedOptions): CheckOutcome {
  const { minimum = 2, plausible = 10, least = null, start = 2, confidence = 0.95 } = settings;
  const classes = classesOf(measured.pairs, confidence);
  const evidence = { classes: classes.map(shownClass), background: measured.backgroundMilliseconds };
  const fail = (reason: string): CheckOutcome => ({ status: 'fail', reason, evidence });

  const answering = sum(measured.pairs.map(({ baseline }) => baseline.milliseconds));
  if (
    (measured.backgroundMilliseconds ?? 0) > Math.max(BACKGROUND.milliseconds, BACKGROUND.share * answering)
  )
    return fail('it works while the baseline is timed');
  if (startsLate(measured, start, confidence))
    return fail(`its start takes more than ${start} times as long as the baseline's`);

  const comparable = classes.filter(({ milliseconds }) => milliseconds >= minimum);
  if (comparable.length === 0)
    return fail(
      `the baseline answers within ${minimum} ms everywhere: too short to be timed, ask larger inputs`,
    );
  const quickest = Math.max(...comparable.map(({ ratio }) => ratio.median));
  if (plausible !== null && quickest > plausible)
    return fail(`implausible: held for a person, for it would be more than ${plausible} times as fast`);
  const worst = comparable.toSorted((left, right) => left.ratio.low - right.ratio.low)[0]!.ratio;
  const metrics = {
    ratio: worst.median,
    low: worst.low,
    high: worst.high,
    fast_1: shareAbove(comparable, 1),
    fast_1_5: shareAbove(comparable, 1.5),
    fast_2: shareAbove(comparable, 2),
  };
  if (least !== null && worst.low < least)
    return { ...fail(`it is not shown to be ${least} times as fast in every class of sizes`), metrics };
  return { status: 'pass', metrics, evidence };
}

/** Whether even the lower end of the interval is too late: a busy machine alone refuses nobody. */
function startsLate({ starts }: Measured, times: number, confidence: number): boolean {
  const late = starts.map(({ candidate, baseline }) => candidate / (baseline + START_MILLISECONDS / times));
  return medianInterval(late, confidence).low > times;
}

interface SizeClass {
  readonly sizeClass: number;
  readonly pairs: number;
  /** Median of the baseline's. */
  readonly milliseconds: number;
  /** Time of the baseline over that of the candidate. */
  readonly ratio: MedianInterval;
}

function classesOf(pairs: readonly Pair[], confidence: number): readonly SizeClass[] {
  const grouped = [...Map.groupBy(pairs, ({ sizeClass }) => sizeClass)];
  return grouped
    .toSorted(([left], [right]) => left - right)
    .map(([sizeClass, members]) => ({
      sizeClass,
      pairs: members.length,
      milliseconds: medianInterval(
        members.map(({ baseline }) => baseline.milliseconds),
        confidence,
      ).median,
      ratio: medianInterval(members.map(ratioOf), confidence),
    }));
}

/** A clock that did not move between question and answer would make it infinite. */
const TICK_MILLISECONDS = 0.001;

function ratioOf({ candidate, baseline }: Pair): number {
  return (
    Math.max(baseline.milliseconds, TICK_MILLISECONDS) / Math.max(candidate.milliseconds, TICK_MILLISECONDS)
  );
}

/** `fast_p` of KernelBench (arXiv 2502.10517): the share that is right and more than p times as fast. */
function shareAbove(classes: readonly SizeClass[], times: number): number {
  return classes.filter(({ ratio }) => ratio.median > times).length / classes.length;
}

function shownClass({ sizeClass, pairs, milliseconds, ratio }: SizeClass): Json {
  return { class: sizeClass, pairs, milliseconds, ...ratio };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
