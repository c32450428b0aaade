import type * as fc from 'fast-check';
import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { Random } from '../../kernel/random.ts';
import type { CheckHost } from './check-kind.ts';
import { drawFrom } from './draw-arbitrary.ts';
import type { DeclaredShape, Shape } from './input-shape.ts';
import { shapeSchema } from './input-shape.ts';
import type { Literal } from './literals.ts';
import { probeArbitraries } from './probe-inputs.ts';
import { argumentsArbitrary } from './shape-arbitrary.ts';

export type Arguments = readonly Json[];

/** Where the inputs of a check come from. What it draws comes from the stream it is handed, and from nothing else. */
export interface InputSource {
  readonly draw: (random: Random, order?: DrawOrder) => DrawnInput;
  /**
   * Inputs in which every literal stands wherever it fits: as an argument or an item, its neighbours, a length, and
   * beside other ones. At most `most`, drawn when there are more; none when the source cannot place them.
   */
  readonly probes: (random: Random, literals: readonly Literal[], most: number) => readonly DrawnInput[];
}

export interface DrawOrder {
  /**
   * From 0 to 1: how long its outermost lists and texts are, between the shortest and the longest. Drawn when left out.
   * A module's generator gets it as `size` in its second argument.
   */
  readonly size?: number;
}

export interface DrawnInput {
  readonly arguments: Arguments;
  /** Simpler inputs of the same source, the simplest first; none when the source knows none. */
  readonly simpler: () => Iterable<DrawnInput>;
}

/** What a generator of a module may look at. */
export interface GeneratorOrder {
  readonly size: number | null;
  /** Literals that are new in the candidate's code; it may put them into what it makes. */
  readonly literals: readonly Literal[];
}

/** A module's generator: a list of arguments, drawn from `random` alone. */
export type InputGenerator = (random: Random, order: GeneratorOrder) => Arguments;

/** How a task file says what is asked: declared, or made by a function of a module. */
export const inputsSchema = z.union([
  z.strictObject({ arguments: z.array(shapeSchema) }).describe('One shape for each argument'),
  z
    .strictObject({ module: z.string().min(1), export: z.string().min(1).default('generate') })
    .describe('A function (random, { size, literals }) that returns the arguments'),
  z
    .strictObject({ module: z.string().min(1), arbitrary: z.string().min(1) })
    .describe('An arbitrary of fast-check whose values are lists of arguments'),
]);

export type InputsOptions = z.infer<typeof inputsSchema>;

/**
 * The source that a task file declares.
 *
 * @throws FulcrumError when the module cannot be loaded
 */
export async function loadInputs(options: InputsOptions, host: CheckHost): Promise<InputSource> {
  if ('arguments' in options) return shapedInputs(options.arguments);
  if ('arbitrary' in options) return arbitraryInputs(await loadArbitrary(options, host));
  return generatedInputs((await host.load(options.module, options.export)) as unknown as InputGenerator);
}

async function loadArbitrary(
  { module, arbitrary: name }: { readonly module: string; readonly arbitrary: string },
  host: CheckHost,
): Promise<fc.Arbitrary<Arguments>> {
  const value = (await host.module(module))[name];
  const methods = ['generate', 'shrink'] as const;
  // By what it can do and not by its class: the module may bring a fast-check of its own.
  if (
    methods.every((method) => typeof (value as fc.Arbitrary<Arguments> | undefined)?.[method] === 'function')
  )
    return value as fc.Arbitrary<Arguments>;
  const mend = 'Export an arbitrary such as fc.tuple(fc.integer())';
  throw host.invalid(`${module} exports no arbitrary "${name}"`, 'inputs', mend);
}

/** Inputs as a task file declares them. Throws a ZodError when it could not. */
export function declaredInputs(...shapes: readonly DeclaredShape[]): InputSource {
  return shapedInputs(shapes.map((shape) => shapeSchema.parse(shape)));
}

/** Inputs of declared shapes: edge cases, duplicates and Unicode among them, and each can be made simpler. */
export function shapedInputs(shapes: readonly Shape[]): InputSource {
  return {
    draw: (random, { size } = {}) => drawFrom(argumentsArbitrary(shapes, { size: size ?? null }), random),
    probes: (random, literals, most) =>
      probeArbitraries(shapes, literals, random, most).map((probe) => drawFrom(probe, random)),
  };
}

/** Inputs of a trusted function. They are never made simpler: only it knows what it may ask. */
export function generatedInputs(generate: InputGenerator): InputSource {
  const drawn = (random: Random, order: GeneratorOrder): DrawnInput => ({
    arguments: generate(random, order),
    simpler: () => [],
  });
  return {
    draw: (random, { size } = {}) => drawn(random, { size: size ?? null, literals: [] }),
    probes: (random, literals, most) =>
      literals.length === 0
        ? []
        : Array.from({ length: Math.min(most, 4 * literals.length) }, () =>
            drawn(random, { size: null, literals }),
          ),
  };
}

/** Inputs of an arbitrary of fast-check. Literals cannot be placed in them. */
export function arbitraryInputs(arbitrary: fc.Arbitrary<Arguments>): InputSource {
  return { draw: (random) => drawFrom(arbitrary, random), probes: () => [] };
}
