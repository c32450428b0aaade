import { minimizeCmaEs } from '../optimise/cma-es.ts';
import type { Optimiser } from '../operator.ts';
import { cellsOf } from './cells.ts';
import { polishFrom } from './polish.ts';

/** An exact penalty as long as no multiplier of the problem is larger; what it leaves is polished. */
const PENALTY = 100;
/** Of the work, for the evolution; the rest polishes what it found. */
const SHARE = 0.8;

/** CMA-ES from the parent on value less penalty, then a polish of the best point: for few numbers and rugged values. */
export const evolveCovariance: Optimiser = {
  id: 'cma-es',
  apply: (parent, search) => {
    const { problem, meter, random, table, bounds } = search;
    const gradient = new Float64Array(parent.point.length);
    const cost = (point: Float64Array): number => {
      let penalty = 0;
      const violations = problem.violations(point);
      for (let index = 0; index < violations.length; index += 1) penalty += Math.max(0, violations[index]!);
      return PENALTY * penalty - problem.value(point, 0, gradient);
    };
    const widths = Float64Array.from(cellsOf(table), ({ column }) => bounds[column]![1] - bounds[column]![0]);
    const evaluations = Math.floor(meter.left() * SHARE);
    meter.spend(evaluations);
    const reached = minimizeCmaEs(cost, parent.point, {
      deviations: widths.map((width) => Math.max(width, 1e-6) * 10 ** (-2 + 1.5 * random.next())),
      evaluations,
      random,
    });
    return polishFrom(reached.point, search, -Infinity);
  },
};
