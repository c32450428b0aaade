import type { ConstrainedMaximum } from '../optimise/augmented-lagrangian.ts';
import type { Optimiser } from '../operator.ts';
import { polishFrom } from './polish.ts';
import { scatter } from './scatter.ts';

/** Something new: tables drawn anew and polished until one is feasible or the work is used up. */
export const restart: Optimiser = {
  id: 'restart',
  apply: (parent, search) => {
    let reached: ConstrainedMaximum | null = null;
    while (reached === null && search.meter.left() > 0)
      reached = polishFrom(scatter.apply(parent.point, search), search, -Infinity);
    return reached;
  },
};
