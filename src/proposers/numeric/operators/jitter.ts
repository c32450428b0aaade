import type { Move } from '../operator.ts';
import { cellsOf, rowCount } from './cells.ts';

/** Adds normal noise of one scale, between 0.3 and 16 % of each column's range, to all numbers or to those of one row. */
export const jitter: Move = {
  id: 'jitter',
  apply: (point, { table, random, bounds }) => {
    const scale = 10 ** (-2.5 + 1.7 * random.next());
    const chosen = random.chance(0.25) ? random.below(rowCount(table)) : null;
    const moved = point.slice();
    for (const { index, row, column } of cellsOf(table)) {
      if (chosen !== null && row !== chosen) continue;
      const [low, high] = bounds[column]!;
      const noise = scale * (high - low) * random.normal();
      moved[index]! += table.isWhole ? Math.round(noise) : noise;
    }
    return moved;
  },
};
