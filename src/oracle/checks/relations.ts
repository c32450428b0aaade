import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import type { Comparison } from './compare.ts';
import { EXACT, comparisonSchema, sameAnswer } from './compare.ts';
import type { Arguments } from './inputs.ts';

/** One question with its answer. */
export interface Asked {
  readonly arguments: Arguments;
  readonly answer: Json;
}

/** What the answers to two questions must have to do with each other, whatever the right answers are. */
export interface Relation {
  readonly name: string;
  /** The second question, made from the first; null when the relation says nothing about it. */
  readonly transform: (first: Asked, random: Random) => Arguments | null;
  /** Both answers are a stranger's: where looking at them throws, the relation is violated. */
  readonly relate: (first: Asked, second: Asked) => boolean | Promise<boolean>;
}

const argument = z.int().min(0).default(0).describe('Which argument, the first is 0');
const compare = comparisonSchema.default(EXACT);

/** Relations that need no code. */
export const relationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('permutation'), argument, compare }),
  z.strictObject({ kind: z.literal('idempotence'), argument, compare }),
  z.strictObject({
    kind: z.literal('scaling'),
    argument,
    factor: z.number().default(2),
    power: z.number().default(1).describe('The answer is multiplied by factor ** power'),
    compare,
  }),
  z.strictObject({
    kind: z.literal('monotonicity'),
    argument,
    step: z.number().positive().default(1).describe('Most that is added to the argument'),
    direction: z.enum(['increasing', 'decreasing']).default('increasing'),
  }),
]);

export type DeclaredRelation = z.infer<typeof relationSchema>;

export function declaredRelation(declared: DeclaredRelation): Relation {
  const { kind: name, argument: index } = declared;
  const put = (args: Arguments, value: Json): Arguments | null =>
    index < args.length ? args.with(index, value) : null;
  switch (declared.kind) {
    case 'permutation':
      return {
        name,
        transform: ({ arguments: args }, random) => {
          const list = args[index];
          return Array.isArray(list) ? put(args, shuffled(list as readonly Json[], random)) : null;
        },
        relate: sameAnswers(declared.compare),
      };
    case 'idempotence':
      return {
        name,
        transform: ({ arguments: args, answer }) => put(args, answer),
        relate: sameAnswers(declared.compare),
      };
    case 'scaling': {
      const { factor, power, compare: comparison } = declared;
      return {
        name,
        transform: ({ arguments: args }) =>
          index < args.length ? put(args, scaled(args[index]!, factor)) : null,
        relate: (first, second) =>
          sameAnswer(second.answer, scaled(first.answer, factor ** power), comparison),
      };
    }
    case 'monotonicity': {
      const sign = declared.direction === 'increasing' ? 1 : -1;
      return {
        name,
        transform: ({ arguments: args }, random) => {
          const value = args[index];
          if (typeof value !== 'number') return null;
          const step = Number.isInteger(value)
            ? 1 + random.below(Math.max(1, Math.floor(declared.step)))
            : declared.step * (1 - random.next());
          return put(args, value + step);
        },
        relate: ({ answer: before }, { answer: after }) =>
          typeof before === 'number' && typeof after === 'number' && sign * (after - before) >= 0,
      };
    }
  }
}

function sameAnswers(comparison: Comparison): Relation['relate'] {
  return (first, second) => sameAnswer(second.answer, first.answer, comparison);
}

function shuffled(items: readonly Json[], random: Random): readonly Json[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}

/** Every number in the value, however deep, times the factor. */
function scaled(value: Json, factor: number): Json {
  if (typeof value === 'number') return value * factor;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => scaled(item, factor));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scaled(item, factor)]));
}
