import type { Illustration } from 'fulcrum';
import type { ScoreTable } from './pack.ts';

const STEP = 4;

/**
 * Draws a rule: for items of some sizes, how far up each room stands in the order the rule prefers rooms in. 1 is the
 * room it likes best. Ranks compare across rules, scores do not.
 */
export function illustrateRule(table: ScoreTable, capacity: number): Illustration {
  const sizes = Array.from({ length: capacity / STEP }, (_, index) => (index + 1) * STEP);
  return {
    kind: 'heat-map',
    title: 'Which bin an item likes best',
    caption:
      'The order a rule prefers rooms in, from 0 to 1, the best liked. Best fit likes the least room left above all; a good rule for long streams also likes bins it can fill later.',
    x: { label: 'room left in the bin', start: STEP, step: STEP },
    y: { label: 'size of the item', start: STEP, step: STEP },
    unit: '',
    scale: 'sequential',
    rows: sizes.map((item) =>
      sizes.map((room) => (room < item ? null : preference(table[item]!, item, room, capacity))),
    ),
  };
}

function preference(scores: ArrayLike<number>, item: number, room: number, capacity: number): number {
  let liked = 0;
  for (let other = item; other <= capacity; other += 1) if (scores[other]! < scores[room]!) liked += 1;
  return Number((liked / Math.max(1, capacity - item)).toFixed(2));
}
