import { z } from 'zod';
import type { Scored } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { gain, type Objective } from '../kernel/objective.ts';

/** Scores that count as 0 and as 1. */
export type UnitScale = { readonly zero: number; readonly one: number };

/** Option of strategies whose formulas are made for an accuracy. */
export const scaleOption = z
  .strictObject({ zero: z.number(), one: z.number() })
  .refine(({ zero, one }) => zero !== one, 'zero and one are the same score')
  .optional();

/**
 * The scale a task states. Left out, the baseline counts as one half, and as 1 the target, or half of the baseline's
 * amount better where there is none. It never moves: what was once read from a score stays so.
 *
 * @throws FulcrumError `FULCRUM_E_TASK_INVALID` where its 1 is worse than its 0
 */
export function createScale(
  stated: UnitScale | undefined,
  baseline: Scored,
  objective: Objective,
): UnitScale {
  if (stated === undefined) return scaleAround(baseline.score ?? 0, objective);
  if (gain(objective, stated.one, stated.zero) > 0) return stated;
  throw new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: `a score of ${stated.one}, which counts as 1, is worse than ${stated.zero}, which counts as 0`,
    where: 'strategy.options.scale',
    mend: `Exchange zero and one, or the direction of the objective: it is to ${objective.direction}.`,
  });
}

/** A score from 0 to 1; beyond the ends of the scale it is cut. */
export function toUnit({ zero, one }: UnitScale, score: number): number {
  return Math.min(1, Math.max(0, (score - zero) / (one - zero)));
}

function scaleAround(baseline: number, objective: Objective): UnitScale {
  const better = objective.direction === 'minimize' ? -1 : 1;
  const half = Math.abs(baseline) / 2 || 1;
  const { target } = objective;
  const isAhead = target !== null && gain(objective, target, baseline) > 0;
  const one = isAhead ? target : baseline + better * half;
  return { zero: 2 * baseline - one, one };
}
