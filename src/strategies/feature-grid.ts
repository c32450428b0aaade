import { z } from 'zod';
import type { Scored } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';

const bins = z.int().min(1).max(1000).default(10);
const range = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, 'the range must begin below its end')
  .optional();

/** A dimension of a grid: the size, the score, or a metric of a visible slice; `range` is cut into `bins` equal parts. */
export const dimensionSchema = z.union([
  z.strictObject({ of: z.enum(['size', 'score']), bins, range }),
  z.strictObject({ slice: z.string().min(1), metric: z.string().min(1), bins, range }),
]);

export type Dimension = z.infer<typeof dimensionSchema>;

/** A dimension with its range settled. */
export type Axis = { readonly low: number; readonly high: number; readonly bins: number };

/**
 * The axes of a grid. A range that is not given reaches from 0 to twice the baseline's value.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` where the baseline has no such value, or 0
 */
export function axesFrom(dimensions: readonly Dimension[], baseline: Scored): readonly Axis[] {
  return dimensions.map((dimension, index) => {
    const value = featureOf(dimension, baseline);
    const name = 'of' in dimension ? dimension.of : `${dimension.slice}.${dimension.metric}`;
    if (dimension.range !== undefined) {
      const [low, high] = dimension.range;
      return { low, high, bins: dimension.bins };
    }
    if (value === null) throw unusable(index, `the baseline has no ${name} to lay a grid by`);
    if (value === 0) throw unusable(index, `the baseline's ${name} is 0, which gives no range`);
    return { low: Math.min(0, 2 * value), high: Math.max(0, 2 * value), bins: dimension.bins };
  });
}

function unusable(index: number, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what,
    where: `strategy.options.dimensions.${index}`,
    mend: 'Name a metric that every visible check of the slice reports, or give the dimension a range: [low, high].',
  });
}

/** The cell of a candidate, as `3-0`; values beyond the range fall into the outermost bins. Null without a value. */
export function cellOf(
  dimensions: readonly Dimension[],
  axes: readonly Axis[],
  scored: Scored,
): string | null {
  const coordinates = dimensions.map((dimension, index) => {
    const value = featureOf(dimension, scored);
    const { low, high, bins: parts } = axes[index]!;
    const bin = value === null ? NaN : Math.floor(((value - low) / (high - low)) * parts);
    return Math.max(0, Math.min(parts - 1, bin));
  });
  return coordinates.some(Number.isNaN) ? null : coordinates.join('-');
}

function featureOf(dimension: Dimension, { candidate, score, metrics }: Scored): number | null {
  if (!('of' in dimension)) return metrics[dimension.slice]?.[dimension.metric] ?? null;
  return dimension.of === 'size' ? candidate.size : score;
}
