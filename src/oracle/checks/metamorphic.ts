import { z } from 'zod';
import type { Random } from '../../kernel/random.ts';
import type { CheckDefinition } from '../define.ts';
import { askableInputs, canAsk } from './askable.ts';
import type { AnsweringKind, Ask } from './candidate-answer.ts';
import { answeringKind, shownAnswer } from './candidate-answer.ts';
import type { CheckHost, CheckPlace } from './check-kind.ts';
import { checkKind } from './check-kind.ts';
import type { Violation } from './counterexample.ts';
import { searchCounterexample } from './counterexample.ts';
import type { Arguments, InputSource } from './inputs.ts';
import { inputsSchema, loadInputs } from './inputs.ts';
import type { Asked, Relation } from './relations.ts';
import { declaredRelation, relationSchema } from './relations.ts';
import { searchSchema } from './search-options.ts';
import { shown } from './shown.ts';

export interface MetamorphicOptions extends CheckPlace {
  readonly inputs: InputSource;
  readonly relations: readonly Relation[];
  /** Inputs drawn. Default: 100. */
  readonly runs?: number;
  /** Most inputs made of the candidate's new literals. Default: 200. */
  readonly probes?: number;
  /** For a simpler counterexample. Default: 60. */
  readonly seconds?: number;
  /** Default: `node`. */
  readonly subject?: AnsweringKind;
  /** Whether the subject can be asked that. Default: any plain data. */
  readonly askable?: (args: Arguments) => boolean;
}

const options = z.strictObject({
  inputs: inputsSchema,
  relations: z
    .array(
      z.union([
        relationSchema,
        z
          .strictObject({ module: z.string().min(1), export: z.string().min(1).default('relations') })
          .describe('A list of { name, transform, relate }'),
      ]),
    )
    .min(1),
  ...searchSchema,
});

export const metamorphicCheck = checkKind(options, async (settings, place, host) => {
  const relations: Relation[] = [];
  for (const relation of settings.relations)
    if ('kind' in relation) relations.push(declaredRelation(relation));
    else relations.push(...(await loadRelations(relation, host)));
  return metamorphic({
    ...settings,
    ...place,
    subject: answeringKind(host),
    inputs: askableInputs(await loadInputs(settings.inputs, host), host.subject),
    askable: (args) => canAsk(args, host.subject),
    relations,
  });
});

function isPlain(args: Arguments): boolean {
  return canAsk(args, { kind: 'files' });
}

const loaded = z
  .array(
    z.object({
      name: z.string().min(1),
      transform: z.custom((value) => typeof value === 'function', { error: 'expected a function' }),
      relate: z.custom((value) => typeof value === 'function', { error: 'expected a function' }),
    }),
  )
  .min(1);

async function loadRelations(
  source: { readonly module: string; readonly export: string },
  host: CheckHost,
): Promise<readonly Relation[]> {
  const value = (await host.module(source.module))[source.export];
  if (loaded.safeParse(value).success) return value as readonly Relation[];
  const what = `${source.module} exports no list of relations "${source.export}"`;
  throw host.invalid(what, 'relations', 'Export [{ name, transform, relate }]');
}

/** Relations between answers, where no reference knows the right ones. */
export function metamorphic(settings: MetamorphicOptions): CheckDefinition {
  const { name, slice, visibility, inputs, relations } = settings;
  const { runs = 100, probes = 200, seconds = 60, subject = 'node', askable = isPlain } = settings;
  return {
    ...{ name, slice, visibility, seconds },
    inspects: true,
    run: (context) => {
      let compared = 0;
      const search = { inputs, runs, probes, seconds, subject };
      return searchCounterexample(context, search, async (args, ask) => {
        const answer = await ask(args);
        if (answer.kind !== 'value')
          return { reason: 'it gives no answer', evidence: { given: shownAnswer(answer) } };
        for (const relation of relations) {
          const first = { arguments: args, answer: answer.value };
          const violation = await violationOf(relation, first, { ask, random: context.random, askable });
          if (violation === 'not applicable') continue;
          compared += 1;
          if (violation !== null) return violation;
        }
        return null;
      }).then((outcome) =>
        outcome.status === 'pass' && compared === 0
          ? { status: 'fail', reason: 'no relation says anything about any of the inputs' }
          : outcome,
      );
    },
  };
}

interface Asking {
  readonly ask: Ask;
  readonly random: Random;
  readonly askable: (args: Arguments) => boolean;
}

async function violationOf(
  relation: Relation,
  first: Asked,
  { ask, random, askable }: Asking,
): Promise<Violation | null | 'not applicable'> {
  const reason = `the relation "${relation.name}" does not hold`;
  const beginning = { relation: relation.name, first: shown(first.answer) };
  let args: Arguments | null;
  try {
    args = relation.transform(structuredClone<Asked>(first), random);
  } catch (error) {
    return {
      reason,
      evidence: { ...beginning, fault: `transforming throws ${String(error).slice(0, 500)}` },
    };
  }
  if (args === null) return 'not applicable';
  // A candidate may answer so that the next question is none: nested too deep, or without a form in JSON.
  if (!askable(args))
    return { reason, evidence: { ...beginning, fault: 'what follows from its answer cannot be asked' } };
  const answer = await ask(args);
  const evidence = { ...beginning, second: shown(args), given: shownAnswer(answer) };
  if (answer.kind !== 'value') return { reason, evidence };
  try {
    const holds = await relation.relate(first, { arguments: args, answer: answer.value });
    return holds ? null : { reason, evidence };
  } catch (error) {
    return { reason, evidence: { ...evidence, fault: `relating throws ${String(error).slice(0, 500)}` } };
  }
}
