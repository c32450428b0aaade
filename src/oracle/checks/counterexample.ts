import type { JsonObject } from '../../kernel/json.ts';
import type { CheckContext, CheckOutcome, OpenSubject } from '../define.ts';
import type { AnsweringKind, Ask } from './candidate-answer.ts';
import { asking } from './candidate-answer.ts';
import type { Arguments, DrawnInput, InputSource } from './inputs.ts';
import { newLiterals } from './literals.ts';
import { shown } from './shown.ts';
import { withTimeLimit } from './time-limit.ts';

/** What a search for a counterexample asks, and how much. */
export interface SearchOptions {
  readonly inputs: InputSource;
  /** Inputs drawn: the same for every candidate. */
  readonly runs: number;
  /** Most further inputs, made of literals that are new in this candidate. */
  readonly probes: number;
  /** Time to make a counterexample simpler, with a subject of its own. */
  readonly seconds: number;
  readonly subject: AnsweringKind;
}

/** What is wrong with the answers to one input. The reason names no input: proposers may read it. */
export interface Violation {
  readonly reason: string;
  readonly evidence: JsonObject;
}

/** Puts the questions of one input and looks at the answers; null when nothing is wrong. */
export type Trial = (args: Arguments, ask: Ask) => Promise<Violation | null>;

/** Most inputs tried on the way to a simpler counterexample. */
const SIMPLER_TRIED = 500;

/**
 * Tries inputs until one shows the candidate wrong, and then simpler ones, put to the candidate in another sandbox: what
 * it answers there changes nothing but the evidence.
 */
export async function searchCounterexample(
  context: CheckContext,
  options: SearchOptions,
  trial: Trial,
): Promise<CheckOutcome> {
  const { inputs, runs, subject: kind } = options;
  const drawn = context.remember('inputs', () =>
    Array.from({ length: runs }, () => inputs.draw(context.random)),
  );
  const literals = newLiterals(context.files, context.random);
  const probes = inputs.probes(context.random, literals.taken, options.probes);
  const ask = asking(context.subject, kind);
  for (const [index, input] of [...drawn, ...probes].entries()) {
    const violation = await trial(input.arguments, ask);
    if (violation === null) continue;
    const least = await simplest(context, options, trial, { input, violation });
    return {
      status: 'fail',
      reason: least.violation.reason,
      metrics: { inputs: index },
      evidence: {
        arguments: shown(least.input.arguments),
        ...least.violation.evidence,
        first: least.input === input ? null : shown(input.arguments),
        literal: index >= drawn.length,
      },
    };
  }
  return {
    status: 'pass',
    metrics: { inputs: drawn.length + probes.length },
    evidence: {
      drawn: drawn.length,
      probes: probes.length,
      literals: { found: literals.found, tried: literals.taken.length, unread: literals.unread.slice(0, 20) },
    },
  };
}

interface Counterexample {
  readonly input: DrawnInput;
  readonly violation: Violation;
}

/** The simplest input found on which the candidate is wrong: greedy, the first simpler one that is wrong alike is taken. */
async function simplest(
  context: CheckContext,
  { seconds, subject: kind }: SearchOptions,
  trial: Trial,
  found: Counterexample,
): Promise<Counterexample> {
  let subject: OpenSubject | null = null;
  let least = found;
  let left = SIMPLER_TRIED;
  let pending = least.input.simpler()[Symbol.iterator]();
  for (; left > 0; left -= 1) {
    const next = pending.next();
    if (next.done === true) break;
    subject ??= withTimeLimit(await context.open({ tree: 'candidate' }), seconds);
    const state = { ended: false };
    const violation = await trial(next.value.arguments, noticing(asking(subject, kind), state));
    if (state.ended) break;
    if (violation?.reason !== found.violation.reason) continue;
    least = { input: next.value, violation };
    pending = least.input.simpler()[Symbol.iterator]();
  }
  await subject?.end();
  return least;
}

/** Remembers that the subject ended: what follows says nothing about the candidate. */
function noticing(ask: Ask, state: { ended: boolean }): Ask {
  return async (args) => {
    const answer = await ask(args);
    if (answer.kind === 'ended') state.ended = true;
    return answer;
  };
}
