import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { CheckDefinition } from '../define.ts';
import { askableInputs } from './askable.ts';
import type { AnsweringKind } from './candidate-answer.ts';
import { answeringKind, shownAnswer } from './candidate-answer.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import { searchCounterexample } from './counterexample.ts';
import type { Arguments, InputSource } from './inputs.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import { searchSchema } from './search-options.ts';

/**
 * Whether an answer is right for its input: false and a text that says what is wrong mean that it is not, true and
 * nothing that it is. The answer is a stranger's: where looking at it throws, the property does not hold.
 */
export type Property = (args: Arguments, answer: Json) => HoldsResult | Promise<HoldsResult>;
type HoldsResult = boolean | string | undefined;

export interface PropertyOptions extends CheckPlace {
  readonly inputs: InputSource;
  readonly holds: Property;
  /** Inputs drawn. Default: 100. */
  readonly runs?: number;
  /** Most inputs made of the candidate's new literals. Default: 200. */
  readonly probes?: number;
  /** For a simpler counterexample. Default: 60. */
  readonly seconds?: number;
  /** Default: `node`. */
  readonly subject?: AnsweringKind;
}

const options = z.strictObject({
  inputs: inputsSchema,
  module: z.string().min(1).describe('Exports a function (arguments, answer)'),
  export: z.string().min(1).default('holds'),
  ...searchSchema,
});

export const propertyCheck = checkKind(options, async (settings, place, host) =>
  property({
    ...settings,
    ...place,
    subject: answeringKind(host),
    inputs: askableInputs(await loadInputs(settings.inputs, host), host.subject),
    holds: (await host.load(settings.module, settings.export)) as unknown as Property,
  }),
);

/** A predicate holds for every input and the candidate's answer to it. */
export function property(settings: PropertyOptions): CheckDefinition {
  const { name, slice, visibility, inputs, holds } = settings;
  const { runs = 100, probes = 200, seconds = 60, subject = 'node' } = settings;
  return {
    ...{ name, slice, visibility, seconds },
    inspects: true,
    run: (context) =>
      searchCounterexample(context, { inputs, runs, probes, seconds, subject }, async (args, ask) => {
        const answer = await ask(args);
        const evidence = { given: shownAnswer(answer) };
        if (answer.kind !== 'value') return { reason: 'it gives no answer', evidence };
        const fault = await faultOf(holds, structuredClone(args), answer.value);
        return fault === null
          ? null
          : { reason: 'the property does not hold', evidence: { ...evidence, fault } };
      }),
  };
}

async function faultOf(holds: Property, args: Arguments, answer: Json): Promise<string | null> {
  try {
    const result = await holds(args, answer);
    if (result === undefined || result === true) return null;
    return result === false ? 'it is false' : result.slice(0, 500);
  } catch (error) {
    return `looking at the answer throws ${String(error).slice(0, 500)}`;
  }
}
