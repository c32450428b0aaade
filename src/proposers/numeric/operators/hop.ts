import type { ConstrainedMaximum } from '../optimise/augmented-lagrangian.ts';
import type { Move, Optimiser } from '../operator.ts';
import { exchange } from './exchange.ts';
import { jitter } from './jitter.ts';
import { polishFrom } from './polish.ts';
import { relocate } from './relocate.ts';

/** Drawn with these frequencies. */
const MOVES: readonly Move[] = [jitter, relocate, relocate, exchange];

/**
 * Basin hopping (Wales & Doye 1997) without its acceptance of worse points, which belongs to the strategy: moves the
 * parent out of its basin and polishes, again and again, until a better table is found or the work is used up.
 */
export const hop: Optimiser = {
  id: 'hop',
  apply: (parent, search, gain) => {
    const worthwhile = parent.violation > 0 ? -Infinity : parent.value + gain;
    let best: ConstrainedMaximum | null = null;
    while (best === null && search.meter.left() > 0) {
      const moved = search.random.pick(MOVES).apply(parent.point, search);
      const reached = polishFrom(moved, search, worthwhile);
      if (reached !== null && reached.value > worthwhile) best = reached;
    }
    return best;
  },
};
