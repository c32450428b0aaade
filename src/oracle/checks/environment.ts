import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import type { Answer, CheckContext, CheckDefinition, CheckOutcome, TimedAnswer } from '../define.ts';
import type { Skin, SkinPart } from '../skin.ts';
import { SKIN_PARTS, drawSkin, skinFor } from '../skin.ts';
import { writePlain } from '../subject/plain-data.ts';
import { compileShiftedClock } from '../subject/shifted-clock.ts';
import { askableInputs } from './askable.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import type { Arguments, InputSource } from './inputs.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import type { NewLiterals } from './literals.ts';
import { newLiterals } from './literals.ts';
import { latestMoment } from './moments.ts';

export interface EnvironmentOptions extends CheckPlace {
  readonly inputs: InputSource;
  /** Fewest questions a candidate is asked in each environment; up to twice as many are drawn. Default: 30. */
  readonly questions?: number;
  /** Most inputs made of literals that are new in the candidate. Default: 32. */
  readonly probes?: number;
  /** Environments beside the first. Default: 1. */
  readonly environments?: number;
  /** What shall be the same in all of them. Default: nothing. */
  readonly keep?: readonly SkinPart[];
  /** Default: 60. */
  readonly seconds?: number;
}

const options = z.strictObject({
  inputs: inputsSchema,
  questions: z.number().int().positive().default(30),
  probes: z.number().int().nonnegative().default(32),
  environments: z.number().int().min(1).max(4).default(1),
  keep: z.array(z.enum(SKIN_PARTS)).default([]).describe('What shall be the same in all environments'),
  seconds: z.number().positive().default(60),
});

export const environmentCheck = checkKind(options, async (settings, place, host) => {
  const { kind } = host.subject;
  if (kind === 'artifact' || kind === 'files') {
    const what = `a subject of kind "${kind}" answers no questions that could be compared`;
    throw host.invalid(what, 'kind', 'Remove the check, or judge a subject that answers questions');
  }
  const inputs = askableInputs(await loadInputs(settings.inputs, host), host.subject);
  return environment({ ...place, ...settings, inputs });
});

/**
 * Asks a candidate the same questions in surroundings that look otherwise, in another order and number. It must answer
 * alike: what a candidate does only while it believes to be judged, on some date or after so many calls is a difference.
 *
 * @throws FulcrumError `FULCRUM_E_CHECK_TOOL_MISSING` when the clock is to differ and there is no C compiler
 */
export function environment(settings: EnvironmentOptions): CheckDefinition {
  const { name, slice, visibility, seconds = 60, keep = [] } = settings;
  if (!keep.includes('clock')) compileShiftedClock();
  return {
    name,
    slice,
    visibility,
    seconds,
    inspects: true,
    suffices: false,
    run: (context) => compare(context, settings),
  };
}

/** What is asked where. */
interface Plan {
  readonly questions: readonly Arguments[];
  /** Questions by their place in the list, in the order in which they are put. */
  readonly first: readonly number[];
  readonly others: readonly { readonly skin: Skin; readonly order: readonly number[] }[];
  readonly literals: { readonly found: number; readonly taken: number };
}

async function compare(context: CheckContext, settings: EnvironmentOptions): Promise<CheckOutcome> {
  const { subject } = context;
  const plan = planFor(settings, context);
  const others = await Promise.all(
    plan.others.map(async ({ skin, order }) => ({
      order,
      opened: await context.open({ tree: 'candidate', skin }),
    })),
  );
  const here = (place: number) => subject.ask(...plan.questions[place]!);
  const [first, ...there] = await Promise.all([
    answersTo(plan.first, here),
    ...others.map(({ order, opened }) => answersTo(order, (place) => opened.ask(...plan.questions[place]!))),
  ]);
  const shown = SKIN_PARTS.filter((part) => others.every(({ opened }) => opened.shown.includes(part)));
  const facts = {
    questions: plan.questions.length,
    environments: plan.others.length,
    shifted: shown,
    same: SKIN_PARTS.filter((part) => !shown.includes(part)),
    literals: plan.literals,
  };
  const found = firstDifference(plan.questions, [first, ...there]);
  if (found === null) return { status: 'pass', metrics: { questions: facts.questions }, evidence: facts };
  return { status: 'fail', reason: found.reason, evidence: { ...facts, ...found.evidence } };
}

function planFor(settings: EnvironmentOptions, { files, random, remember }: CheckContext): Plan {
  const { inputs, probes: most = 32, environments = 1, keep = [] } = settings;
  const common = remember('common', () => ({
    questions: drawQuestions(settings, random),
    skins: Array.from({ length: environments }, () => drawSkin(random, keep)),
  }));
  const literals = newLiterals(files, random);
  const probes = inputs.probes(random, literals.taken, most);
  const questions = [...common.questions, ...probes.map((probe) => probe.arguments)];
  return {
    questions,
    first: orderOf(questions.length, random),
    others: common.skins.map((skin) => ({
      skin: skinFor(skin, wantedBy(literals)),
      order: orderOf(questions.length, random),
    })),
    literals: { found: literals.found, taken: literals.taken.length },
  };
}

/** As many that no number of calls is the number after which judging ends. */
function drawQuestions({ inputs, questions = 30 }: EnvironmentOptions, random: Random): readonly Arguments[] {
  const count = questions + random.below(questions + 1);
  return Array.from({ length: count }, () => inputs.draw(random).arguments);
}

/** What a candidate with these literals may wait for: variables that are set, and dates that are past. */
function wantedBy({ taken }: NewLiterals) {
  const names = taken.filter((literal) => typeof literal === 'string');
  return { names, notBefore: latestMoment(taken) };
}

/** Every question once and some of them twice, in any order: so that no two environments count calls alike. */
function orderOf(count: number, random: Random): readonly number[] {
  const again = Array.from({ length: random.below(Math.ceil(count / 2) + 1) }, () => random.below(count));
  const order = [...Array(count).keys(), ...again];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}

interface Asked {
  /** Of the question in the list. */
  readonly place: number;
  readonly answer: Answer | TimedAnswer;
}

/** The answers in the order they were given, up to the one at which it ended. */
async function answersTo(
  order: readonly number[],
  ask: (place: number) => Promise<Answer | TimedAnswer>,
): Promise<readonly Asked[]> {
  const answers: Asked[] = [];
  for (const place of order) {
    const answer = await ask(place);
    answers.push({ place, answer });
    if (answer.kind === 'ended') break;
  }
  return answers;
}

interface Difference {
  readonly reason: string;
  readonly evidence: { readonly [name: string]: Json };
}

function firstDifference(
  questions: readonly Arguments[],
  environments: readonly (readonly Asked[])[],
): Difference | null {
  const known = new Map<number, { readonly text: string; readonly answers: readonly Asked[] }>();
  for (const answers of environments) {
    for (const { place, answer } of answers) {
      const evidence = { arguments: questions[place]! };
      if (answer.kind === 'ended')
        return { reason: `it ended (${answer.status}) in another environment: ${answer.reason}`, evidence };
      const text = answerText(answer);
      const before = known.get(place);
      if (before === undefined) known.set(place, { text, answers });
      else if (before.text !== text)
        return {
          reason:
            before.answers === answers
              ? 'it answered the same question in two ways'
              : 'it answered otherwise in another environment',
          evidence: { ...evidence, here: before.text.slice(0, SHOWN), there: text.slice(0, SHOWN) },
        };
    }
  }
  return null;
}

const SHOWN = 1000;

/** The same text for the same answer alone: 0 and -0 differ, as do two orders of keys. */
function answerText(answer: Answer): string {
  if (answer.kind === 'threw') return `threw ${answer.message}`;
  return writePlain(withoutWarnings(answer.value));
}

/** What a command prints on its standard error names paths and times, and is no answer. */
function withoutWarnings(value: Json): Json {
  if (typeof value !== 'object' || value === null || !('exitCode' in value && 'stderr' in value))
    return value;
  const { stderr: _, ...rest } = value;
  return rest;
}
