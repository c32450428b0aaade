import { z } from 'zod';
import type { CheckDefinition } from '../define.ts';
import { askableInputs } from './askable.ts';
import type { AnsweringKind, PlainAnswer } from './candidate-answer.ts';
import { answeringKind, shownAnswer } from './candidate-answer.ts';
import type { CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import type { Comparison } from './compare.ts';
import { EXACT, comparisonSchema, sameAnswer } from './compare.ts';
import { searchCounterexample } from './counterexample.ts';
import type { InputSource } from './inputs.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import type { Reference } from './reference.ts';
import { openReference } from './reference.ts';
import { searchSchema } from './search-options.ts';

export interface DifferentialOptions extends CheckPlace {
  readonly inputs: InputSource;
  readonly reference: Reference;
  /** Default: exact. */
  readonly compare?: Comparison;
  /** Inputs drawn. Default: 100. */
  readonly runs?: number;
  /** Most inputs made of the candidate's new literals. Default: 200. */
  readonly probes?: number;
  /** For the baseline and a simpler counterexample, together. Default: 60. */
  readonly seconds?: number;
  /** Default: `node`. */
  readonly subject?: AnsweringKind;
}

const options = z.strictObject({
  inputs: inputsSchema,
  reference: z.union([
    z.literal('baseline'),
    z.strictObject({ module: z.string().min(1), export: z.string().min(1).default('reference') }),
  ]),
  compare: comparisonSchema.default(EXACT),
  ...searchSchema,
});

export const differentialCheck = checkKind(options, async (settings, place, host) => {
  const { inputs, reference } = settings;
  const trusted = reference === 'baseline' ? reference : await host.load(reference.module, reference.export);
  return differential({
    ...settings,
    ...place,
    subject: answeringKind(host),
    inputs: askableInputs(await loadInputs(inputs, host), host.subject),
    reference: trusted,
  });
});

/** The candidate answers as the reference does, on drawn inputs and on those its own code singles out. */
export function differential(settings: DifferentialOptions): CheckDefinition {
  const { name, slice, visibility, inputs, reference, compare = EXACT } = settings;
  const { runs = 100, probes = 200, seconds = 60, subject = 'node' } = settings;
  return {
    ...{ name, slice, visibility, seconds },
    inspects: true,
    run: async (context) => {
      const half = { subject, seconds: seconds / 2 };
      const expect = await openReference(reference, context, half);
      return searchCounterexample(context, { inputs, runs, probes, ...half }, async (args, ask) => {
        const expected = await expect(args);
        const given = await ask(args);
        const reason = difference(given, expected, compare);
        if (reason === null) return null;
        return { reason, evidence: { expected: shownAnswer(expected), given: shownAnswer(given) } };
      });
    },
  };
}

function difference(given: PlainAnswer, expected: PlainAnswer, compare: Comparison): string | null {
  if (expected.kind === 'ended') return 'the reference gave no answer to compare with';
  if (given.kind !== 'value' || expected.kind !== 'value') {
    if (given.kind === expected.kind) return null;
    return given.kind === 'value'
      ? 'it answers where the reference throws'
      : 'it gives no answer where the reference does';
  }
  return sameAnswer(given.value, expected.value, compare) ? null : 'its answer differs from the reference';
}
