import type { Plateau } from '../../kernel/certificate.ts';
import { gainRatio } from './gain-ratio.ts';

const CONFIDENCE = 0.95;

/**
 * The largest chance of success under which as many failures in a row are still to be expected with 5 %: 1 - 0.05^(1/m),
 * about 3/m (the rule of three, Hanley and Lippman-Hand 1983). Null without a failure: nothing is known then.
 */
export function successChanceAtMost(failures: number): number | null {
  return failures === 0 ? null : 1 - (1 - CONFIDENCE) ** (1 / failures);
}

/** What the keeps so far say of those to come; parameters as of `gainRatio`. */
export function plateauOf(
  sinceKeep: number,
  gains: readonly number[],
  reached: number | null,
  direction: 1 | -1,
): Plateau {
  return {
    sinceKeep,
    keepChanceAtMost: successChanceAtMost(sinceKeep),
    gainRatio: reached === null ? null : gainRatio(gains, reached, direction),
  };
}
